package dev.majlis.mesh.blob;

import dev.majlis.testkit.ObjectServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract over the S3 protocol. */
class S3BlobStoreTest extends BlobStoreContract {
    private ObjectServer server;
    private S3Client s3;

    @BeforeEach
    void serve() {
        server = ObjectServer.start();
        s3 = S3Client.builder()
                .endpointOverride(server.endpoint())
                .forcePathStyle(true)
                .region(Region.EU_CENTRAL_1)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        server.close();
    }

    @Override
    BlobStore store() {
        return new S3BlobStore(s3, "bucket", "bodies/");
    }

    @Override
    void damage(BlobRef ref) {
        server.objects().computeIfPresent("/bucket/bodies/" + ref.path(), (name, bytes) -> {
            byte[] damaged = bytes.clone();
            damaged[0] ^= 1;
            return damaged;
        });
    }
}
