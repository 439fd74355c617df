package io.github.openairun.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Verifies the signatures of webhooks as Standard Webhooks specifies it.
 * <p>
 * The signature covers the bytes of the body as they were received, so no filter may
 * change them. Signatures are compared in constant time, and webhooks whose time differs
 * from that of the clock by more than five minutes are refused, because they may be
 * replayed.
 *
 * @since 0.1.0
 */
public final class WebhookVerifier {

	/** The header with the id of the webhook. */
	public static final String ID_HEADER = "webhook-id";

	/** The header with the time of the delivery, in seconds of Unix time. */
	public static final String TIMESTAMP_HEADER = "webhook-timestamp";

	/** The header with one or more signatures, separated by spaces. */
	public static final String SIGNATURE_HEADER = "webhook-signature";

	private static final Duration TOLERANCE = Duration.ofSeconds(300);

	private static final String SECRET_PREFIX = "whsec_";

	private static final String VERSION_PREFIX = "v1,";

	private static final String ALGORITHM = "HmacSHA256";

	/** Sufficient for thousands of years. */
	private static final int MAX_DIGITS = 12;

	private final List<SecretKeySpec> keys;

	private final Clock clock;

	/**
	 * Create a verifier.
	 * @param secrets the signing secrets, any of which may have signed a webhook, so that
	 * secrets can be rotated; those that begin with {@code whsec_} continue in Base64,
	 * the bytes of others are the key
	 * @param clock the clock
	 * @throws IllegalArgumentException if a secret is empty or is not valid Base64; the
	 * message does not contain the secret
	 */
	public WebhookVerifier(List<String> secrets, Clock clock) {
		Assert.notEmpty(secrets, "'secrets' must not be empty");
		Assert.notNull(clock, "'clock' must not be null");
		this.keys = secrets.stream().map(WebhookVerifier::key).toList();
		this.clock = clock;
	}

	private static SecretKeySpec key(String secret) {
		String text = secret.strip();
		byte[] key = text.startsWith(SECRET_PREFIX) ? decode(text.substring(SECRET_PREFIX.length()))
				: text.getBytes(StandardCharsets.UTF_8);
		Assert.isTrue(key.length > 0, "The secret must not be empty");
		return new SecretKeySpec(key, ALGORITHM);
	}

	private static byte[] decode(String text) {
		try {
			return Base64.getDecoder().decode(text);
		}
		catch (IllegalArgumentException ex) {
			// The cause would quote a character of the secret.
			throw new IllegalArgumentException("The secret must continue in Base64 after '" + SECRET_PREFIX + "'");
		}
	}

	/**
	 * Verify a webhook.
	 * @param headers the headers of the request
	 * @param body the body as it was received
	 * @return why the webhook must be refused, or {@code null} if its signature is valid;
	 * the reason contains nothing that the request has sent
	 */
	public @Nullable String findProblem(HttpHeaders headers, byte[] body) {
		String id = headers.getFirst(ID_HEADER);
		String timestamp = headers.getFirst(TIMESTAMP_HEADER);
		List<String> signatures = signatures(headers);
		if (!StringUtils.hasText(id)) {
			return "it has no header '" + ID_HEADER + "'";
		}
		Instant time = time(timestamp);
		if (timestamp == null || time == null) {
			return "it has no valid header '" + TIMESTAMP_HEADER + "'";
		}
		if (signatures.isEmpty()) {
			return "it has no signature of version 1 in the header '" + SIGNATURE_HEADER + "'";
		}
		if (!isSigned((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8), body, signatures)) {
			return "its signature matches none of the secrets";
		}
		if (Duration.between(time, this.clock.instant()).abs().compareTo(TOLERANCE) > 0) {
			return "its time differs by more than " + TOLERANCE.toSeconds() + " seconds from that of the clock";
		}
		return null;
	}

	/** Return the time of a verified webhook. */
	static Instant timeOf(HttpHeaders headers) {
		Instant time = time(headers.getFirst(TIMESTAMP_HEADER));
		return (time != null) ? time : Instant.EPOCH;
	}

	private static @Nullable Instant time(@Nullable String timestamp) {
		boolean valid = timestamp != null && !timestamp.isEmpty() && timestamp.length() <= MAX_DIGITS
				&& timestamp.chars().allMatch((character) -> character >= '0' && character <= '9');
		return valid ? Instant.ofEpochSecond(Long.parseLong(timestamp)) : null;
	}

	private static List<String> signatures(HttpHeaders headers) {
		List<String> signatures = new ArrayList<>();
		for (String value : headers.getOrEmpty(SIGNATURE_HEADER)) {
			for (String signature : StringUtils.tokenizeToStringArray(value, " ")) {
				if (signature.startsWith(VERSION_PREFIX)) {
					signatures.add(signature.substring(VERSION_PREFIX.length()));
				}
			}
		}
		return signatures;
	}

	private boolean isSigned(byte[] head, byte[] body, List<String> signatures) {
		boolean signed = false;
		for (SecretKeySpec key : this.keys) {
			byte[] expected = Base64.getEncoder().encode(sign(key, head, body));
			for (String signature : signatures) {
				signed |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
			}
		}
		return signed;
	}

	private static byte[] sign(SecretKeySpec key, byte[] head, byte[] body) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(key);
			mac.update(head);
			return mac.doFinal(body);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
