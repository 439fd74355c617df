package io.github.openairun.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.springframework.http.HttpHeaders;

/**
 * Signs webhooks as a server does, written independently of the verifier.
 */
final class Signatures {

	/** The example of the specification of Standard Webhooks. */
	static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private Signatures() {
	}

	static String sign(String secret, String id, long time, String body) {
		byte[] key = secret.startsWith("whsec_") ? Base64.getDecoder().decode(secret.substring(6))
				: secret.getBytes(StandardCharsets.UTF_8);
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(key, "HmacSHA256"));
			return "v1," + Base64.getEncoder()
				.encodeToString(mac.doFinal((id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	static HttpHeaders headers(String id, long time, String... signatures) {
		HttpHeaders headers = new HttpHeaders();
		headers.set("webhook-id", id);
		headers.set("webhook-timestamp", String.valueOf(time));
		headers.set("webhook-signature", String.join(" ", signatures));
		return headers;
	}

}
