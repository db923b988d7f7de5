package dev.majlis.models.remote;

import dev.majlis.models.text.TextModel;
import java.util.Optional;

/** What is known of a model that runs elsewhere. */
final class RemoteModel {
    private RemoteModel() {}

    static TextModel describe(RemoteSettings settings, String engine) {
        return new TextModel(
                settings.name(),
                "remote",
                settings.contextLength(),
                0,
                "",
                engine,
                "remote-" + Integer.toHexString((settings.endpoint() + "|" + settings.model()).hashCode()),
                Optional.empty(),
                Optional.empty(),
                "",
                "");
    }
}
