package io.github.openairun.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import io.github.openairun.ApiKeySupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Credentials}: which key goes with a request.
 */
class CredentialsTests {

	private static final WireRequest REQUEST = WireRequest.post("/threads/{thread_id}/runs")
		.thread("thread_id", "thread_1")
		.query("limit", 1);

	@Test
	void keysRotateFromOneRequestToTheNext() {
		Queue<String> keys = new ArrayDeque<>(List.of("sk-old", "sk-new"));
		Credentials credentials = credentials((request) -> keys.remove());
		assertThat(authorization(credentials)).isEqualTo("Bearer sk-old");
		assertThat(authorization(credentials)).isEqualTo("Bearer sk-new");
	}

	@Test
	void supplierKnowsOperationAndThreadAndContext() {
		AtomicReference<ApiKeySupplier.Request> asked = new AtomicReference<>();
		credentials((request) -> {
			asked.set(request);
			return "sk-test";
		}).withContext(Map.of("tenant", "acme")).key(REQUEST);
		assertThat(asked.get()).isEqualTo(
				new ApiKeySupplier.Request("POST /threads/{thread_id}/runs", "thread_1", Map.of("tenant", "acme")));
	}

	@Test
	void tenantsHaveKeysOfTheirOwn() {
		Credentials credentials = credentials((request) -> "sk-" + request.context().get("tenant"));
		assertThat(authorization(credentials.withContext(Map.of("tenant", "acme")))).isEqualTo("Bearer sk-acme");
		assertThat(authorization(credentials.withContext(Map.of("tenant", "bolt")))).isEqualTo("Bearer sk-bolt");
	}

	@Test
	void contextIsEmptyWhereThereIsNoRun() {
		assertThat(authorization(credentials((request) -> "sk-" + request.context().size()))).isEqualTo("Bearer sk-0");
	}

	@Test
	void contextStaysWithAnotherKeyAndAnotherHeader() {
		Credentials credentials = credentials((request) -> "none").withContext(Map.of("tenant", "acme"))
			.withHeader("api-key")
			.withSupplier((request) -> "sk-" + request.context().get("tenant"));
		HttpHeaders headers = new HttpHeaders();
		credentials.write(credentials.key(REQUEST), headers);
		assertThat(headers.getFirst("api-key")).isEqualTo("sk-acme");
		assertThat(headers.getFirst(HttpHeaders.AUTHORIZATION)).isNull();
	}

	@Test
	void tokensAreRenewedWhenTheyExpire() {
		AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
		Credentials credentials = credentials(new Tokens(now));
		assertThat(authorization(credentials)).isEqualTo("Bearer token-of-10:00");
		now.updateAndGet((time) -> time.plus(Duration.ofMinutes(54)));
		assertThat(authorization(credentials)).isEqualTo("Bearer token-of-10:00");
		now.updateAndGet((time) -> time.plus(Duration.ofMinutes(2)));
		assertThat(authorization(credentials)).isEqualTo("Bearer token-of-10:56");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "sk-\nsecret", "sk-ключ" })
	void aKeyThatCannotBeSentIsRefusedWithoutBeingShown(String key) {
		assertThatIllegalStateException().isThrownBy(() -> credentials((request) -> key).key(REQUEST))
			.withMessageNotContainingAny("secret", "ключ");
	}

	@Test
	void requestsDoNotTellTheValuesOfTheContext() {
		assertThat(new ApiKeySupplier.Request("GET /runs", null, Map.of("user", "Ada")))
			.hasToString("Request[operation=GET /runs, threadId=null, context=[user]]");
	}

	private static Credentials credentials(ApiKeySupplier supplier) {
		return new Credentials(supplier, null, Map.of());
	}

	private static @Nullable String authorization(Credentials credentials) {
		HttpHeaders headers = new HttpHeaders();
		credentials.write(credentials.key(REQUEST), headers);
		return headers.getFirst(HttpHeaders.AUTHORIZATION);
	}

	/**
	 * Keeps a token for an hour, less five minutes, as clients of Entra ID do.
	 */
	private static final class Tokens implements ApiKeySupplier {

		private final AtomicReference<Instant> now;

		private Instant expires = Instant.EPOCH;

		private String token = "";

		Tokens(AtomicReference<Instant> now) {
			this.now = now;
		}

		@Override
		public String apiKey(Request request) {
			Instant time = this.now.get();
			if (time.isAfter(this.expires.minus(Duration.ofMinutes(5)))) {
				this.token = "token-of-" + time.toString().substring(11, 16);
				this.expires = time.plus(Duration.ofHours(1));
			}
			return this.token;
		}

	}

}
