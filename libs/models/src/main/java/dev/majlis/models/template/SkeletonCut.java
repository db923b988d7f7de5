package dev.majlis.models.template;

import dev.majlis.models.text.Prompt;
import java.util.ArrayList;
import java.util.List;

/** Cuts a rendered template at its placeholders and puts the messages' texts there as plain segments. */
final class SkeletonCut {

    private record Piece(String text, int message) {}

    private final List<Piece> pieces = new ArrayList<>();
    private final List<String> contents;

    SkeletonCut(String skeleton, List<String> placeholders, List<String> contents) {
        this.contents = contents;
        int from = 0;
        while (from < skeleton.length()) {
            int next = skeleton.length();
            int message = -1;
            for (int i = 0; i < placeholders.size(); i++) {
                int at = skeleton.indexOf(placeholders.get(i), from);
                if (at >= 0 && at < next) {
                    next = at;
                    message = i;
                }
            }
            pieces.add(new Piece(skeleton.substring(from, next), -1));
            if (message < 0) {
                break;
            }
            pieces.add(new Piece("", message));
            from = next + placeholders.get(message).length();
        }
    }

    /** @param direct the same template rendered with the true texts; tells where it trims */
    Prompt.Rendered prompt(String direct) {
        var prompt = new PromptWriter();
        int at = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            if (piece.message() < 0) {
                prompt.template(piece.text());
                at += piece.text().length();
                continue;
            }
            String raw = contents.get(piece.message());
            String trimmed = raw.strip();
            String follows = i + 1 < pieces.size() ? pieces.get(i + 1).text() : "";
            boolean asTrimmed = !direct.startsWith(raw + follows, at) && direct.startsWith(trimmed + follows, at);
            String shown = asTrimmed ? trimmed : raw;
            prompt.message(shown);
            at += shown.length();
        }
        return prompt.prompt();
    }
}
