package dev.majlis.models.store;

import dev.majlis.models.catalog.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** {@code s3:} sources, with the credentials that the AWS SDK finds (environment, profile, pod identity). */
final class S3Fetcher implements SourceFetcher {
    private final StoreSettings settings;

    S3Fetcher(StoreSettings settings) {
        this.settings = settings;
    }

    @Override
    public boolean handles(Source source) {
        return source instanceof Source.S3;
    }

    @Override
    public boolean remote() {
        return true;
    }

    @Override
    public void fetch(Source source, Path part, long expected, LongConsumer written) throws IOException {
        var object = (Source.S3) source;
        var resume = new ResumePoint(part, source.spec());
        long from = resume.length();
        if (expected > 0 && from >= expected) {
            return;
        }
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(object.bucket()).key(object.key());
        if (from > 0) {
            request.range("bytes=" + from + "-");
            resume.validator().ifPresent(request::ifMatch);
        }
        try (S3Client client = client();
                ResponseInputStream<GetObjectResponse> in = client.getObject(request.build())) {
            boolean continues = in.response().contentRange() != null
                    && in.response().contentRange().startsWith("bytes " + from + "-");
            long start = continues ? from : 0;
            long total = start + in.response().contentLength();
            if (expected > 0 && total != expected) {
                resume.forget();
                throw new RefusedException(0, "the object has " + total + " bytes, the catalog says " + expected);
            }
            resume.begin(in.response().eTag());
            long end = ByteCopy.copy(in, part, continues, written);
            if (end != total) {
                throw new IOException("the connection broke after " + end + " of " + total + " bytes");
            }
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 416) {
                resume.forget();
                throw new IOException("the object has changed since the broken fetch; starting over", e);
            }
            throw new RefusedException(
                    e.statusCode(),
                    "HTTP " + e.statusCode() + " " + e.awsErrorDetails().errorCode());
        } catch (SdkClientException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private S3Client client() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.s3Region()))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(settings.connectTimeout())
                        .socketTimeout(settings.stallTimeout()));
        settings.s3Endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
        return builder.build();
    }
}
