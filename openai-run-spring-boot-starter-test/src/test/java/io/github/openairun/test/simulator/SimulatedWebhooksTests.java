package io.github.openairun.test.simulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import com.openai.client.OpenAIClient;
import com.openai.core.http.Headers;
import com.openai.errors.InvalidWebhookSignatureException;
import com.openai.models.webhooks.UnwrapWebhookEvent;
import com.openai.models.webhooks.WebhookVerificationParams;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.github.openairun.test.simulator.WebhookReceiver.Received;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.MessageMatcher.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Webhooks, which OpenAI's own SDK verifies.
 */
class SimulatedWebhooksTests {

	private static final String SECRET = "whsec_c2ltdWxhdG9yLXNlY3JldC0wMTIzNDU2Nzg5";

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final OpenAIClient client = SdkClient.validating(this.simulator);

	private final ServerClient direct = new ServerClient(this.simulator.server);

	private WebhookReceiver receiver = new WebhookReceiver();

	@AfterEach
	void close() {
		this.client.close();
		this.receiver.close();
		this.simulator.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { SECRET, "a plain secret" })
	void officialSdkVerifiesTheWebhookOfACompletedResponse(String secret) throws Exception {
		this.simulator.webhooks().deliverTo(this.receiver.url(), secret);
		this.simulator.when(anyMessage()).reply("Done");
		String id = create("Hi");
		Received received = this.receiver.next();
		UnwrapWebhookEvent event = unwrap(received, secret);
		assertThat(event.asResponseCompleted().data().id()).isEqualTo(id);
		assertThat(received.header("content-type")).isEqualTo("application/json");
		assertThat(this.direct.get("/responses/" + id).path("status").asString()).isEqualTo("completed");
		assertThatExceptionOfType(InvalidWebhookSignatureException.class)
			.isThrownBy(() -> unwrap(received, "another secret"));
	}

	@Test
	void everyEndOfABackgroundResponseHasItsEvent() throws Exception {
		this.simulator.webhooks().deliverTo(this.receiver.url(), SECRET);
		this.simulator.when(message().contains("fail")).fail("server_error", "Sorry");
		this.simulator.when(message().contains("novel")).incomplete("max_output_tokens");
		this.simulator.when(message().contains("wait")).queuedFor(Duration.ofHours(1)).reply("Late");
		this.simulator.when(anyMessage()).reply("Done");
		String failed = create("fail");
		assertThat(unwrap(this.receiver.next(), SECRET).asResponseFailed().data().id()).isEqualTo(failed);
		String incomplete = create("novel");
		assertThat(unwrap(this.receiver.next(), SECRET).asResponseIncomplete().data().id()).isEqualTo(incomplete);
		String cancelled = create("wait");
		this.direct.post("/responses/" + cancelled + "/cancel", "");
		assertThat(unwrap(this.receiver.next(), SECRET).asResponseCancelled().data().id()).isEqualTo(cancelled);
	}

	@Test
	void responsesInTheForegroundHaveNone() throws Exception {
		this.simulator.webhooks().deliverTo(this.receiver.url(), SECRET);
		this.simulator.when(anyMessage()).reply("Done");
		this.direct.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi'}");
		String background = create("Hi");
		assertThat(this.receiver.next().at("/data/id")).isEqualTo(background);
		assertThat(this.receiver.isEmpty()).isTrue();
	}

	@Test
	void nothingIsSentWithoutAReceiver() throws Exception {
		assertThatIllegalStateException()
			.isThrownBy(() -> this.simulator.webhooks().send("response.completed", "resp_1"));
		this.simulator.when(anyMessage()).reply("Done");
		this.simulator.webhooks().deliverTo(this.receiver.url(), SECRET).stop();
		completed(create("Hi"));
		this.simulator.webhooks().deliverTo(this.receiver.url(), SECRET);
		String second = create("Hi");
		assertThat(this.receiver.next().at("/data/id")).isEqualTo(second);
	}

	@Test
	void isTriedAgainUntilItIsTaken() throws Exception {
		this.receiver.close();
		this.receiver = new WebhookReceiver(500, 302);
		this.simulator.webhooks().deliverTo(this.receiver.url(), SECRET);
		this.simulator.when(anyMessage()).reply("Done");
		create("Hi");
		List<Received> received = List.of(this.receiver.next(), this.receiver.next(), this.receiver.next());
		assertThat(received).extracting((one) -> one.header("webhook-id"))
			.containsOnly(received.get(0).header("webhook-id"));
		assertThat(received).extracting(Received::body).containsOnly(received.get(0).body());
		SentWebhook own = this.simulator.webhooks().send("response.completed", "resp_unknown");
		assertThat(own.delivered()).isTrue();
		assertThat(this.simulator.webhooks().sent()).extracting(SentWebhook::status).startsWith(500, 302);
	}

	@Test
	void isDeliveredTwiceAndOutOfOrder() throws Exception {
		SimulatedWebhooks webhooks = this.simulator.webhooks()
			.deliverTo(this.receiver.url(), SECRET, "other")
			.copies(2);
		webhooks.hold();
		this.simulator.when(anyMessage()).reply("Done");
		String first = create("Hi");
		completed(first);
		String second = create("Hi");
		completed(second);
		assertThat(this.receiver.isEmpty()).isTrue();
		webhooks.release();
		List<Received> received = List.of(this.receiver.next(), this.receiver.next(), this.receiver.next(),
				this.receiver.next());
		assertThat(received).extracting((one) -> one.at("/data/id")).containsExactly(second, second, first, first);
		assertThat(received).extracting((one) -> one.header("webhook-id")).doesNotContainNull().hasSize(4);
		assertThat(received.get(0).header("webhook-id")).isEqualTo(received.get(1).header("webhook-id"))
			.isNotEqualTo(received.get(2).header("webhook-id"));
		assertThat(received.get(0).header("webhook-signature").split(" ")).hasSize(2);
		unwrap(received.get(0), SECRET);
		unwrap(received.get(0), "other");
	}

	@Test
	void followsSimulatedTimeThatIsStopped() throws Exception {
		SimulatedTime time = new SimulatedTime(Clock.systemUTC());
		time.stop();
		try (OpenAiSimulator slow = OpenAiSimulator.builder().clock(time).queuedFor(Duration.ofMinutes(1)).start()) {
			slow.webhooks().deliverTo(this.receiver.url(), SECRET);
			slow.when(anyMessage()).reply("Done");
			ServerClient client = new ServerClient(slow.server);
			JsonNode created = client.post("/responses", "{'model': 'gpt-4.1', 'input': 'Hi', 'background': true}");
			time.advance(Duration.ofMinutes(2));
			Received received = this.receiver.next();
			assertThat(received.at("/data/id")).isEqualTo(created.path("id").asString());
			assertThat(Instant.ofEpochSecond(Long.parseLong(received.header("webhook-timestamp"))))
				.isEqualTo(time.instant().truncatedTo(ChronoUnit.SECONDS));
		}
	}

	@Test
	void headersOfAnyBodyCanBeMade() {
		Map<String, String> headers = SimulatedWebhooks.headers("wh_1", Instant.now(), "{}", SECRET);
		this.client.webhooks().verifySignature(params(headers, "{}", SECRET));
		assertThatExceptionOfType(InvalidWebhookSignatureException.class)
			.isThrownBy(() -> this.client.webhooks().verifySignature(params(headers, "{ }", SECRET)));
	}

	@Test
	void resetForgetsWhatWasSentButNotTheReceiver() throws Exception {
		this.simulator.webhooks().deliverTo(this.receiver.url(), SECRET).send("response.completed", "resp_1");
		this.receiver.next();
		this.simulator.reset();
		assertThat(this.simulator.webhooks().sent()).isEmpty();
		assertThat(this.simulator.webhooks().send("response.failed", "resp_1").responseId()).isEqualTo("resp_1");
	}

	private String create(String input) {
		return this.direct.post("/responses", "{'model': 'gpt-4.1', 'background': true, 'input': '" + input + "'}")
			.path("id")
			.asString();
	}

	private void completed(String id) {
		for (int i = 0; i < 3; i++) {
			this.direct.get("/responses/" + id);
		}
		assertThat(this.direct.get("/responses/" + id).path("status").asString()).isEqualTo("completed");
	}

	private UnwrapWebhookEvent unwrap(Received received, String secret) {
		return this.client.webhooks().unwrap(params(received.headers(), received.body(), secret));
	}

	private static WebhookVerificationParams params(Map<String, String> headers, String body, String secret) {
		Headers.Builder builder = Headers.builder();
		headers.forEach(builder::put);
		return WebhookVerificationParams.builder().payload(body).headers(builder.build()).secret(secret).build();
	}

}
