package io.github.openairun.wire;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import io.github.openairun.ApiError;
import io.github.openairun.ApiException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorReader}.
 */
class ErrorReaderTests {

	private final ErrorReader reader = new ErrorReader(
			Clock.fixed(Instant.parse("2026-11-22T00:00:00Z"), ZoneOffset.UTC));

	@Test
	void shouldReadEveryFieldOfTheOfficialShape() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("x-request-id", "req_1");
		headers.set("retry-after", "3");
		ApiError error = this.reader.read(429, "GET /x", headers, bytes("""
				{"error":{"message":"Slow down","type":"requests","param":"model","code":"rate_limit_exceeded"}}"""),
				null);
		assertThat(error).isEqualTo(new ApiError(429, "GET /x", "Slow down", "requests", "rate_limit_exceeded", "model",
				"req_1", Duration.ofSeconds(3)));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "none", value = {
			"{\"code\":\"404\",\"message\":\"No such run\"}|No such run|404",
			"{\"code\":404,\"message\":\"No such run\"}|No such run|404",
			"{\"timestamp\":1,\"status\":500,\"error\":\"Internal Server Error\",\"path\":\"/x\"}"
					+ "|Internal Server Error|none",
			"{\"error\":\"thread is gone\"}|thread is gone|none", "{\"detail\":\"Invalid token\"}|Invalid token|none",
			"{\"error\":{\"message\":null,\"code\":\"odd\"}}|{\"error\":{\"message\":null,\"code\":\"odd\"}}|odd",
			"{\"detail\":[{\"msg\":\"field required\"}]}|{\"detail\":[{\"msg\":\"field required\"}]}|none",
			"<h1>Bad Gateway</h1>|<h1>Bad Gateway</h1>|none", "{\"error\":{\"mess|{\"error\":{\"mess|none",
			"[]|[]|none", "``|``|none", "null|null|none" })
	void shouldReadOddBodies(String body, String message, @Nullable String code) {
		ApiError error = this.reader.read(500, "GET /x", new HttpHeaders(), bytes(body), null);
		assertThat(error.message()).isEqualTo(message);
		assertThat(error.code()).isEqualTo(code);
	}

	@Test
	void shouldShowAPageAsOneLine() {
		ApiError error = this.reader.read(502, "GET /x", new HttpHeaders(), bytes("<html>\n\t<h1>Bad</h1>\n</html>\n"),
				null);
		assertThat(error.message()).isEqualTo("<html> <h1>Bad</h1> </html>");
	}

	@Test
	void shouldCutLongMessages() {
		ApiError error = this.reader.read(500, "GET /x", new HttpHeaders(),
				bytes("{\"error\":{\"message\":\"" + "m".repeat(5000) + "\"}}"), null);
		assertThat(error.message()).hasSize(2001).endsWith("m…");
	}

	@Test
	void shouldShowOnlyTheBeginningOfWhatItDoesNotUnderstand() {
		ApiError error = this.reader.read(502, "GET /x", new HttpHeaders(), bytes("<html>" + "x".repeat(5000)), null);
		assertThat(error.message()).hasSize(301);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"Incorrect key sk-secret-1\",\"code\":\"sk-secret-1\"}}",
			"{\"error\":\"bad sk-secret-1\"}", "no JSON, but sk-secret-1" })
	void shouldRedactTheKey(String body) {
		ApiError error = this.reader.read(401, "GET /x", new HttpHeaders(), bytes(body), "sk-secret-1");
		assertThat(error.toString()).doesNotContain("secret").contains("***");
		assertThat(error.describe()).doesNotContain("secret").contains("***");
	}

	@Test
	void shouldRedactTheKeyBeforeItIsCut() {
		ApiError error = this.reader.read(401, "GET /x", new HttpHeaders(), bytes("x".repeat(295) + " sk-secret-1"),
				"sk-secret-1");
		assertThat(error.message()).doesNotContain("sk-");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "none",
			value = { "retry-after|2|PT2S", "retry-after|1.5|PT1.5S", "retry-after|0|PT0S",
					"retry-after|Sun, 22 Nov 2026 00:00:07 GMT|PT7S", "retry-after|Sat, 21 Nov 2026 23:59:00 GMT|none",
					"retry-after|-1|none", "retry-after|soon|none", "retry-after|NaN|none",
					"retry-after-ms|250|PT0.25S", "retry-after-ms|soon|none", "other|2|none" })
	void shouldReadHowLongToWait(String header, String value, @Nullable Duration expected) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(header, value);
		assertThat(this.reader.read(429, "GET /x", headers, bytes("{}"), null).retryAfter()).isEqualTo(expected);
	}

	@Test
	void shouldPreferMilliseconds() {
		HttpHeaders headers = new HttpHeaders();
		headers.set("retry-after", "2");
		headers.set("retry-after-ms", "1900");
		assertThat(this.reader.read(429, "GET /x", headers, bytes("{}"), null).retryAfter())
			.isEqualTo(Duration.ofMillis(1900));
	}

	@ParameterizedTest
	@CsvSource({ "400, BadRequestException", "401, AuthenticationException", "402, ApiException",
			"403, PermissionDeniedException", "408, ApiException", "409, ConflictException",
			"422, UnprocessableEntityException", "429, RateLimitException", "500, ServerErrorException",
			"503, ServerErrorException", "529, ServerErrorException" })
	void shouldHaveAnExceptionForEveryStatus(int status, String expected) {
		ApiException exception = ErrorReader
			.exception(new ApiError(status, "GET /x", "", null, null, null, "req_1", null));
		assertThat(exception.getClass().getSimpleName()).isEqualTo(expected);
		assertThat(exception.status()).isEqualTo(status);
		assertThat(exception.requestId()).isEqualTo("req_1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null", "{}", "404 page not found", "<html>Not Found</html>",
			"{\"error\":{\"message\":\"Invalid URL (POST /v1/threads)\"}}",
			"{\"error\":{\"code\":\"404\",\"message\":\"Resource not found\"}}", "{\"detail\":\"Not Found\"}",
			"{\"timestamp\":1,\"status\":404,\"error\":\"Not Found\",\"path\":\"/v1/threads\"}",
			"{\"status\":404,\"error\":\"Not Found\",\"message\":\"No static resource v1/threads.\"}" })
	void shouldRecogniseUnknownPath(String body) {
		assertThat(this.reader.isUnknownPath(bytes(body))).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"No thread found with id 'thread_1'.\"}}",
			"{\"code\":\"404\",\"message\":\"thread not found\"}", "{\"error\":\"Run not found\"}",
			"{\"detail\":\"Thread thread_1 not found\"}",
			"{\"error\":{\"message\":\"Conversation with id 'conv_1' not found.\"}}" })
	void shouldRecogniseUnknownObject(String body) {
		assertThat(this.reader.isUnknownPath(bytes(body))).isFalse();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
