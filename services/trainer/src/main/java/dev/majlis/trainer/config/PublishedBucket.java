package dev.majlis.trainer.config;

import dev.majlis.mesh.blob.S3BlobStore;
import dev.majlis.mesh.registry.ModelBlobs;
import dev.majlis.models.store.StoreSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Files of published models in an S3-compatible bucket, for services that share no folder. Credentials are those that the AWS SDK finds
 * (environment, profile, pod identity); endpoint and region those of the model store, so that who serves reads where this writes.
 */
final class PublishedBucket {
    private static final Pattern URI = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(.*))?");

    private PublishedBucket() {}

    /** @throws IllegalArgumentException when the address is not of the form {@code s3://bucket/prefix} */
    static ModelBlobs open(String address, StoreSettings settings) {
        Matcher parts = URI.matcher(address);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "majlis.trainer.models '%s': must be s3://bucket/prefix".formatted(address));
        }
        String prefix = parts.group(2) == null
                        || parts.group(2).isEmpty()
                        || parts.group(2).endsWith("/")
                ? String.valueOf(parts.group(2) == null ? "" : parts.group(2))
                : parts.group(2) + "/";
        S3ClientBuilder client = S3Client.builder()
                .region(Region.of(settings.s3Region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout())
                        .socketTimeout(settings.stallTimeout()));
        settings.s3Endpoint()
                .ifPresent(endpoint -> client.endpointOverride(endpoint).forcePathStyle(true));
        return new ModelBlobs(
                new S3BlobStore(client.build(), parts.group(1), prefix), "s3://" + parts.group(1) + "/" + prefix);
    }
}
