package io.github.openairun.wire.assistants;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Message;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The answer to a creation is lost, whose nonce is {@code nonce-1}.
 */
class LostRequestTracerTests extends WithServer {

	private static final String RUNS = "/v1/threads/thread_1/runs";

	private static final String MESSAGES = "/v1/threads/thread_1/messages";

	private static final ResponseDefinitionBuilder LOST = aResponse().withStatus(502);

	private static RunCreation creation(RunRequest.Builder request) {
		return new RunCreation(request.build(), SUPPORT, List.of(), "nonce-1", false);
	}

	private RequestTrace trace() {
		return this.gateway.traceCreation(creation(onThread().message("Hello")));
	}

	private static String run(String id, String status, String metadata) {
		return "{\"id\":\"" + id + "\",\"thread_id\":\"thread_1\",\"status\":\"" + status + "\",\"metadata\":"
				+ metadata + "}";
	}

	private static void runs(String... runs) {
		server.stubFor(get(urlPathEqualTo(RUNS))
			.willReturn(okJson("{\"data\":[" + String.join(",", runs) + "],\"has_more\":true}")));
	}

	private static void messages(String... newestFirst) {
		server.stubFor(get(urlPathEqualTo(MESSAGES))
			.willReturn(okJson("{\"data\":[" + String.join(",", newestFirst) + "],\"has_more\":true}")));
	}

	private static String message(String id, String text, String metadata) {
		return "{\"id\":\"" + id + "\",\"role\":\"user\",\"content\":\"" + text + "\",\"metadata\":" + metadata + "}";
	}

	@Test
	void sendsTheNonceBesideTheApplicationsMetadata() {
		answer(RUN.replace("\"status\"", "\"metadata\":{\"a\":\"1\",\"openairun.nonce\":\"nonce-1\"},\"status\""));
		assertThat(this.gateway.create(creation(onThread().metadata(Map.of("a", "1")))).metadata())
			.containsExactly(Map.entry("a", "1"));
		assertOnlyRequest("POST " + RUNS, """
				{"assistant_id":"asst_1","metadata":{"a":"1","openairun.nonce":"nonce-1"}}""");
	}

	@Test
	void needsRoomForTheNonce() {
		RunRequest.Builder request = onThread().metadata(sixteenPairs());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.create(creation(request)))
			.withMessageContaining("more than 15 pairs, but has 16 (of 16, the library needs 1 here)");
		assertThat(requests()).isEmpty();
	}

	@Test
	void keepsItsKeysToItself() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.gateway.create(creation(onThread().metadata(Map.of("openairun.nonce", "mine")))))
			.withMessageContaining("'openairun.' is reserved");
	}

	@Test
	void findsTheRunWhereverItIsListed() {
		runs(run("run_2", "completed", "{\"openairun.nonce\":\"nonce-0\"}"),
				run("run_1", "queued", "{\"openairun.nonce\":\"nonce-1\",\"a\":\"1\"}"));
		assertThat(trace()).asInstanceOf(type(RequestTrace.Found.class)).satisfies((found) -> {
			assertThat(found.run().id()).isEqualTo("run_1");
			assertThat(found.run().status()).isEqualTo(RunStatus.QUEUED);
			assertThat(found.run().metadata()).containsExactly(Map.entry("a", "1"));
		});
		assertOnlyRequest("GET " + RUNS + "?limit=100&order=desc", null);
	}

	static List<Arguments> listsWithoutTheRun() {
		return List.of(arguments(List.of(), true),
				arguments(List.of(run("run_1", "completed", "{\"openairun.nonce\":\"nonce-0\"}")), true),
				arguments(List.of(run("run_2", "completed", "{}"), run("run_1", "completed", "{\"a\":\"1\"}")), true),
				arguments(List.of(run("run_1", "in_progress", "{}")), false),
				arguments(List.of(run("run_1", "completed", "null")), false));
	}

	@ParameterizedTest
	@MethodSource("listsWithoutTheRun")
	void saysThatTheRunIsAbsentOnlyIfTheServerKeepsMetadata(List<String> runs, boolean absent) {
		runs(runs.toArray(String[]::new));
		messages(message("msg_2", "Hello", "{}"), message("msg_1", "Before", "{}"));
		RequestTrace trace = trace();
		if (absent) {
			assertThat(trace).isInstanceOf(RequestTrace.Absent.class);
		}
		else {
			assertThat(((RequestTrace.Unknowable) trace).tail()).extracting(Message::text)
				.containsExactly("Before", "Hello");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 405, 501 })
	void cannotKnowWhereRunsAreNotListed(int status) {
		server.stubFor(get(urlPathEqualTo(RUNS)).willReturn(aResponse().withStatus(status)));
		messages(message("msg_1", "Hello", "{}"));
		assertThat(((RequestTrace.Unknowable) trace()).tail()).extracting(Message::id).containsExactly("msg_1");
	}

	@Test
	void cannotKnowWhenThePathIsNotServed() {
		server.stubFor(get(urlPathEqualTo(RUNS)).willReturn(aResponse().withStatus(404).withBody("<html>Not Found")));
		messages();
		assertThat(trace()).isEqualTo(new RequestTrace.Unknowable(List.of()));
	}

	@Test
	void cannotKnowFromAnAnswerThatIsNoList() {
		server.stubFor(get(urlPathEqualTo(RUNS)).willReturn(okJson("{}")));
		messages();
		assertThat(trace()).isInstanceOf(RequestTrace.Unknowable.class);
	}

	@Test
	void cannotKnowOnAnUnknownThread() {
		RunCreation creation = creation(RunRequest.assistant("support").message("Hello"));
		assertThat(this.gateway.traceCreation(creation)).isEqualTo(new RequestTrace.Unknowable(List.of()));
		assertThat(requests()).isEmpty();
	}

	@Test
	void cannotKnowWithoutANonce() {
		messages();
		RunCreation creation = new RunCreation(onThread().build(), SUPPORT, List.of());
		assertThat(this.gateway.traceCreation(creation)).isInstanceOf(RequestTrace.Unknowable.class);
	}

	@Test
	void cannotKnowWhenTheApplicationHasWrittenTheMetadata() {
		messages();
		RunCreation creation = creation(onThread().extraBody("metadata", Map.of("a", "1")));
		assertThat(this.gateway.traceCreation(creation)).isInstanceOf(RequestTrace.Unknowable.class);
	}

	@Test
	void cannotKnowEvenIfTheMessagesCannotBeRead() {
		runs(run("run_1", "queued", "{}"));
		server.stubFor(get(urlPathEqualTo(MESSAGES)).willReturn(LOST));
		assertThat(trace()).isEqualTo(new RequestTrace.Unknowable(List.of()));
	}

	@Test
	void passesOnWhyItCouldNotLook() {
		server.stubFor(get(urlPathEqualTo(RUNS)).willReturn(LOST));
		assertThatExceptionOfType(ServerErrorException.class).isThrownBy(this::trace);
	}

	@Test
	void saysThatTheThreadIsGone() {
		server.stubFor(get(urlPathEqualTo(RUNS))
			.willReturn(aResponse().withStatus(404).withBody("{\"error\":{\"message\":\"No thread found\"}}")));
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(this::trace);
	}

	@Test
	void adoptsTheMessageWithTheNonce() {
		server.stubFor(post(urlPathEqualTo(MESSAGES)).willReturn(LOST));
		messages(message("msg_3", "Hello", "{\"openairun.nonce\":\"nonce-0\"}"),
				message("msg_2", "Hello", "{\"openairun.nonce\":\"nonce-1\",\"a\":\"1\"}"));
		Message message = this.gateway.threads().addMessage("thread_1", Message.user("Hello"));
		assertThat(message.id()).isEqualTo("msg_2");
		assertThat(message.metadata()).containsExactly(Map.entry("a", "1"));
		assertThat(requests()).hasSize(2);
	}

	@Test
	void showsTheTailWhenTheMessageIsNotThere() {
		server.stubFor(post(urlPathEqualTo(MESSAGES)).willReturn(LOST));
		messages(message("msg_2", "Hello", "{}"), message("msg_1", "Before", "{}"));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.threads().addMessage("thread_1", Message.user("Hello")))
			.withCauseInstanceOf(ServerErrorException.class)
			.satisfies((ex) -> assertThat(ex.tail()).extracting(Message::text).containsExactly("Before", "Hello"));
		assertThat(requests()).filteredOn((request) -> request.getMethod().getName().equals("POST")).hasSize(1);
	}

	@Test
	void saysWhyItCouldNotLookForTheMessage() {
		server.stubFor(post(urlPathEqualTo(MESSAGES)).willReturn(LOST));
		server.stubFor(get(urlPathEqualTo(MESSAGES)).willReturn(aResponse().withStatus(503)));
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.threads().addMessage("thread_1", Message.user("Hello")))
			.satisfies((ex) -> assertThat(ex.tail()).isEmpty())
			.satisfies((ex) -> assertThat(ex).hasSuppressedException(ex.getSuppressed()[0]));
	}

	@Test
	void leavesRoomForTheNonceOfAMessage() {
		Message message = Message.user("Hello").withMetadata(sixteenPairs());
		assertThatIllegalArgumentException().isThrownBy(() -> this.gateway.threads().addMessage("thread_1", message))
			.withMessageContaining("more than 15 pairs");
	}

	private static Map<String, String> sixteenPairs() {
		Map<String, String> pairs = new HashMap<>();
		for (int i = 0; i < 16; i++) {
			pairs.put("key" + i, "value");
		}
		return pairs;
	}

}
