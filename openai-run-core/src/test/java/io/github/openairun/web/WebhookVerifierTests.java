package io.github.openairun.web;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

import static io.github.openairun.web.Signatures.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class WebhookVerifierTests {

	private static final String OLD_SECRET = "whsec_" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

	private static final String PLAIN_SECRET = "a secret without prefix";

	private static final long NOW = 1_750_287_018;

	private static final String ID = "wh_685342e6c53c8190a1be43f081506c52";

	private static final String BODY = """
			{"id":"evt_1","object":"event","type":"response.completed","created_at":1750287018,"data":{"id":"resp_ä"}}""";

	private static final String GOOD = sign(SECRET);

	private final Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);

	private final WebhookVerifier verifier = new WebhookVerifier(List.of(SECRET, OLD_SECRET, PLAIN_SECRET), this.clock);

	private static String sign(String secret) {
		return Signatures.sign(secret, ID, NOW, BODY);
	}

	static Stream<Arguments> signatures() {
		return Stream.of(arguments("good", GOOD, null), arguments("of the old secret", sign(OLD_SECRET), null),
				arguments("of a secret without prefix", sign(PLAIN_SECRET), null),
				arguments("several, the first is good", GOOD + " v1,AAAA", null),
				arguments("several, the last is good", "v1,AAAA v1a,BBBB  v2,CCCC " + GOOD, null),
				arguments("of another secret", sign("whsec_QUJD"), "matches none"),
				arguments("of another webhook", Signatures.sign(SECRET, "wh_2", NOW, BODY), "matches none"),
				arguments("of another time", Signatures.sign(SECRET, ID, NOW - 1, BODY), "matches none"),
				arguments("of another body", Signatures.sign(SECRET, ID, NOW, BODY + " "), "matches none"),
				arguments("truncated", GOOD.substring(0, GOOD.length() - 1), "matches none"),
				arguments("extended", GOOD + "=", "matches none"),
				arguments("in another case", "v1," + GOOD.substring(3).toLowerCase(Locale.ROOT), "matches none"),
				arguments("no Base64", "v1,§§§", "matches none"), arguments("empty", "v1,", "matches none"),
				arguments("without version", GOOD.substring(3), "no signature"),
				arguments("of another version", "v1a" + GOOD.substring(2), "no signature"),
				arguments("without text", " ", "no signature"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("signatures")
	void signaturesAreVerified(String what, String signature, @Nullable String problem) {
		assertProblem(verify(Signatures.headers(ID, NOW, signature), BODY), problem);
	}

	static Stream<Arguments> times() {
		return Stream.of(arguments(0, null), arguments(-300, null), arguments(300, null),
				arguments(-301, "differs by more than 300 seconds"), arguments(301, "differs by more than 300 seconds"),
				arguments(-86_400 * 365, "differs by more than 300 seconds"));
	}

	@ParameterizedTest
	@MethodSource("times")
	void oldAndFutureTimesAreRefused(int shift, @Nullable String problem) {
		long time = NOW + shift;
		assertProblem(verify(Signatures.headers(ID, time, Signatures.sign(SECRET, ID, time, BODY)), BODY), problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "soon", "-1750287018", "+1750287018", "1750287018.0", "0x10", "1750287018 ",
			"9999999999999", "99999999999999999999", "١٧٥٠٢٨٧٠١٨" })
	void timesThatAreNoTimesAreRefused(String timestamp) {
		HttpHeaders headers = Signatures.headers(ID, NOW, GOOD);
		headers.set("webhook-timestamp", timestamp);
		assertProblem(verify(headers, BODY), "no valid header 'webhook-timestamp'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "webhook-id", "webhook-timestamp", "webhook-signature" })
	void eachHeaderIsRequired(String name) {
		HttpHeaders headers = Signatures.headers(ID, NOW, GOOD);
		headers.remove(name);
		assertThat(verify(headers, BODY)).contains(name);
	}

	@Test
	void signaturesMayStandInSeveralHeaders() {
		HttpHeaders headers = Signatures.headers(ID, NOW, "v1,AAAA");
		headers.add("Webhook-Signature", GOOD);
		assertThat(verify(headers, BODY)).isNull();
	}

	@Test
	void theExampleOfTheSpecificationIsValid() {
		HttpHeaders headers = Signatures.headers("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330,
				"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
		WebhookVerifier then = new WebhookVerifier(List.of(SECRET),
				Clock.fixed(Instant.ofEpochSecond(1_614_265_330), ZoneOffset.UTC));
		assertThat(then.findProblem(headers, "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8))).isNull();
	}

	@Test
	void problemsQuoteNothingThatWasSent() {
		HttpHeaders headers = Signatures.headers("wh_<script>", NOW, "v1,<script>");
		assertThat(verify(headers, "<script>")).doesNotContain("script");
		headers.set("webhook-timestamp", "<script>");
		assertThat(verify(headers, "<script>")).doesNotContain("script");
	}

	@Test
	void spaceAroundASecretIsIgnored() {
		WebhookVerifier verifier = new WebhookVerifier(List.of(" " + SECRET + "\n"), this.clock);
		assertThat(verifier.findProblem(Signatures.headers(ID, NOW, GOOD), BODY.getBytes(StandardCharsets.UTF_8)))
			.isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "whsec_", "whsec_sec!ret", "whsec_s" })
	void secretsThatCannotBeUsedAreRefusedWithoutBeingShown(String secret) {
		assertThatIllegalArgumentException().isThrownBy(() -> new WebhookVerifier(List.of(secret), this.clock))
			.withMessageStartingWith("The secret must")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("sec!", "!", "whsec_s"))
			.withNoCause();
	}

	@Test
	void aSecretIsRequired() {
		assertThatIllegalArgumentException().isThrownBy(() -> new WebhookVerifier(List.of(), this.clock))
			.withMessageContaining("'secrets'");
	}

	private @Nullable String verify(HttpHeaders headers, String body) {
		return this.verifier.findProblem(headers, body.getBytes(StandardCharsets.UTF_8));
	}

	private static void assertProblem(@Nullable String found, @Nullable String expected) {
		if (expected == null) {
			assertThat(found).isNull();
		}
		else {
			assertThat(found).contains(expected);
		}
	}

}
