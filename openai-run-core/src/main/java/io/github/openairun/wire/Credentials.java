package io.github.openairun.wire;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.Assert;

import io.github.openairun.ApiKeySupplier;

/**
 * The key of each request, and how it is sent.
 *
 * @param supplier supplies the key, or {@code null} to send none
 * @param header the header that carries the key, or {@code null} to send it as a bearer
 * token
 * @param context the context of the run that requests belong to, for the supplier
 */
record Credentials(@Nullable ApiKeySupplier supplier, @Nullable String header, Map<String, Object> context) {

	Credentials withSupplier(ApiKeySupplier supplier) {
		return new Credentials(supplier, this.header, this.context);
	}

	Credentials withHeader(String header) {
		return new Credentials(this.supplier, header, this.context);
	}

	Credentials withContext(Map<String, Object> context) {
		return new Credentials(this.supplier, this.header, Map.copyOf(context));
	}

	@Nullable String key(WireRequest request) {
		if (this.supplier == null) {
			return null;
		}
		String key = this.supplier
			.apiKey(new ApiKeySupplier.Request(request.operation(), request.threadId(), this.context));
		Assert.state(key != null && !key.isBlank(), "The ApiKeySupplier returned an empty key");
		String stripped = key.strip();
		// The HTTP client would quote the whole header in its exception.
		Assert.state(isHeaderValue(stripped), "The API key has a character that no HTTP header can carry");
		return stripped;
	}

	private static boolean isHeaderValue(String key) {
		for (int i = 0; i < key.length(); i++) {
			if (key.charAt(i) <= ' ' || key.charAt(i) >= 0x7f) {
				return false;
			}
		}
		return true;
	}

	void write(@Nullable String key, HttpHeaders headers) {
		if (key != null && this.header != null) {
			headers.set(this.header, key);
		}
		else if (key != null) {
			headers.setBearerAuth(key);
		}
	}

}
