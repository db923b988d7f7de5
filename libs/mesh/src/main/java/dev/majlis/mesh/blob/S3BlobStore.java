package dev.majlis.mesh.blob;

import static java.util.Objects.requireNonNull;

import dev.majlis.mesh.error.MeshException;
import dev.majlis.mesh.error.ProblemSlug;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Blobs as objects of an S3-compatible bucket, below a prefix. Old ones are removed by a lifecycle rule of the bucket. Whoever uses
 * it brings {@code software.amazon.awssdk:s3}; credentials and region are the client's.
 */
public final class S3BlobStore implements BlobStore {
    private final S3Client s3;
    private final String bucket;
    private final String prefix;

    /** @param prefix of the object names, for example {@code bodies/}; may be empty */
    public S3BlobStore(S3Client s3, String bucket, String prefix) {
        this.s3 = requireNonNull(s3, "s3 is null");
        this.bucket = requireNonNull(bucket, "bucket is null");
        this.prefix = requireNonNull(prefix, "prefix is null");
    }

    @Override
    public BlobRef put(byte[] content) {
        BlobRef ref = BlobRef.of(Sha256.hex(content), content.length);
        try {
            s3.putObject(request -> request.bucket(bucket).key(name(ref)), RequestBody.fromBytes(content));
            return ref;
        } catch (SdkException e) {
            throw unavailable("take", e);
        }
    }

    @Override
    public byte[] get(BlobRef ref) {
        try {
            return Sha256.verified(
                    ref,
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(name(ref)))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            throw new MeshException(ProblemSlug.NOT_FOUND, "stored body %s is gone".formatted(ref.path()), e);
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                throw new MeshException(ProblemSlug.NOT_FOUND, "stored body %s is gone".formatted(ref.path()), e);
            }
            throw unavailable("give", e);
        } catch (SdkException e) {
            throw unavailable("give", e);
        }
    }

    @Override
    public void delete(BlobRef ref) {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(name(ref)));
        } catch (SdkException e) {
            throw unavailable("delete", e);
        }
    }

    private String name(BlobRef ref) {
        return prefix + ref.path();
    }

    private static MeshException unavailable(String verb, SdkException failure) {
        return new MeshException(ProblemSlug.OVERLOADED, "blob store does not %s the body".formatted(verb), failure);
    }
}
