package io.github.openairun.wire.responses;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

import io.github.openairun.Message;
import io.github.openairun.Run;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The answer to a creation is lost; a further attempt creates {@code resp_2}.
 */
class TraceCreationTests extends AbstractResponsesGatewayTests {

	private static final String LOOK = "GET " + ITEMS + "?limit=100&order=desc";

	private static final String CANCEL = "/v1/responses/resp_2/cancel";

	private static final ObjectNode INPUT = user("msg_1", "Hello");

	private static final ObjectNode REPLY = assistant("msg_2", "Hi");

	private static final ObjectNode CALL = ResponseJson.callItem("call_1");

	private static final ObjectNode REASONING = ResponseJson.callItem("x").put("type", "reasoning");

	private final RunCreation creation = traceable(request().message("Hello"));

	private static ObjectNode user(String id, String text) {
		return ResponseJson.messageItem(id, "user", text);
	}

	private static ObjectNode assistant(String id, String text) {
		return ResponseJson.messageItem(id, "assistant", text);
	}

	private static RunCreation traceable(RunRequest.Builder request) {
		return new RunCreation(request.build(), assistant().build(), List.of(), "nonce-1", false);
	}

	private void loseAnswer() {
		postReturns("/v1/responses", aResponse().withStatus(502), "Bad gateway");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.create(this.creation));
		forgetRequests();
	}

	/**
	 * Accept the further attempt, which has this status when it is read.
	 */
	private static void accept(String status) {
		postReturns("/v1/responses", ResponseJson.response("resp_2").status("queued"));
		responds(ResponseJson.response("resp_2").status(status));
		postReturns(CANCEL, ResponseJson.response("resp_2").status("cancelled"));
	}

	static List<Arguments> tails() {
		ObjectNode[] none = {};
		ObjectNode before = user("msg_0", "Before");
		ObjectNode after = assistant("msg_00", "Yes?");
		return List.of(arguments("nothing", none, false), arguments("other messages", items(before, after), false),
				arguments("input only", items(before, after, INPUT), false),
				arguments("input of an attempt that failed, twice", items(INPUT, INPUT), false),
				arguments("input and another message", items(INPUT, before), false),
				arguments("input of a failed attempt, then another run", items(INPUT, before, after), false),
				arguments("reply", items(before, after, INPUT, REPLY), true),
				arguments("call", items(INPUT, CALL), true), arguments("reasoning", items(INPUT, REASONING), true),
				arguments("reply, then another run", items(INPUT, REPLY, before, after), true),
				arguments("an equal exchange from before", items(INPUT, REPLY, before, after, INPUT), true));
	}

	private static ObjectNode[] items(ObjectNode... items) {
		return items;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("tails")
	void looksWhatStandsBehindTheInput(String name, ObjectNode[] items, boolean mayHaveWorked) {
		loseAnswer();
		conversation(items);
		RequestTrace trace = this.gateway.traceCreation(this.creation);
		assertThat(trace).isInstanceOf(mayHaveWorked ? RequestTrace.Unknowable.class : RequestTrace.Absent.class);
		assertThat(requests()).containsExactly(LOOK);
	}

	@Test
	void showsTheTail() {
		conversation(INPUT, REASONING, REPLY);
		RequestTrace.Unknowable trace = (RequestTrace.Unknowable) this.gateway.traceCreation(this.creation);
		assertThat(trace.tail()).extracting(Message::text).containsExactly("Hello", "Hi");
	}

	@Test
	void recognisesSeveralMessagesOnlyTogether() {
		RunCreation two = traceable(request().message("One").message("Two"));
		conversation(user("msg_1", "Two"), REPLY);
		assertThat(this.gateway.traceCreation(two)).isInstanceOf(RequestTrace.Absent.class);
		conversation(user("msg_1", "One"), user("msg_2", "Two"), REPLY);
		assertThat(this.gateway.traceCreation(two)).isInstanceOf(RequestTrace.Unknowable.class);
	}

	@Test
	void goesByTheEndOfTheThreadWhenTheRunHasNoMessages() {
		RunCreation none = traceable(request());
		conversation(INPUT);
		assertThat(this.gateway.traceCreation(none)).isInstanceOf(RequestTrace.Absent.class);
		conversation(INPUT, REPLY);
		assertThat(this.gateway.traceCreation(none)).isInstanceOf(RequestTrace.Unknowable.class);
	}

	@Test
	void cannotKnowWithoutANonceOrAThread() {
		conversation();
		assertThat(this.gateway.traceCreation(creation(request().message("Hello"))))
			.isInstanceOf(RequestTrace.Unknowable.class);
		assertThat(this.gateway.traceCreation(traceable(RunRequest.assistant("support").message("Hello"))))
			.isEqualTo(new RequestTrace.Unknowable(List.of()));
	}

	@Test
	void findsTheThreadBusyWhileTheLostAttemptWorks() {
		loseAnswer();
		conversation();
		assertThat(this.gateway.traceCreation(this.creation)).isInstanceOf(RequestTrace.Absent.class);
		postReturns("/v1/responses", aResponse().withStatus(400), locked());
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> this.gateway.create(this.creation));
	}

	@Test
	void findsTheThreadBusyWhenTheLostAttemptAsksForOutputs() {
		loseAnswer();
		postReturns("/v1/responses", aResponse().withStatus(400),
				"{\"error\":{\"message\":\"No tool output found for function call call_1.\",\"param\":\"input\"}}");
		conversation(INPUT, CALL);
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> this.gateway.create(this.creation));
		assertThat(this.gateway.traceCreation(this.creation)).isInstanceOf(RequestTrace.Unknowable.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "queued", "in_progress" })
	void createsAgainWhatNeverCame(String status) {
		loseAnswer();
		accept(status);
		conversation();
		Run run = this.gateway.create(this.creation);
		assertThat(run.id()).isEqualTo("resp_2");
		assertThat(requests()).containsExactly("POST /v1/responses", LOOK);
	}

	@Test
	void createsAgainWhatFailedAndLeftItsInput() {
		loseAnswer();
		accept("in_progress");
		conversation(INPUT, INPUT);
		assertThat(this.gateway.create(this.creation).id()).isEqualTo("resp_2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "queued", "in_progress" })
	void givesWayToWhatCompletedBetweenLookAndAttempt(String status) {
		loseAnswer();
		accept(status);
		conversation(INPUT, REPLY);
		assertThatExceptionOfType(RunOutcomeUnknownException.class).isThrownBy(() -> this.gateway.create(this.creation))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(CONV))
			.satisfies((ex) -> assertThat(ex.tail()).extracting(Message::text).containsExactly("Hello", "Hi"))
			.withStackTraceContaining("resp_2");
		assertThat(requests()).containsExactly("POST /v1/responses", LOOK, "GET /v1/responses/resp_2",
				"POST " + CANCEL);
		assertThat(this.links.activeRun(CONV)).isNull();
	}

	@Test
	void givesWayWhenTheServerFailsTheFurtherAttempt() {
		loseAnswer();
		accept("failed");
		conversation(INPUT, CALL);
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.create(this.creation));
		assertThat(requests()).doesNotContain("POST " + CANCEL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "completed", "incomplete" })
	void keepsTheFurtherAttemptThatHasEndedByTheLook(String status) {
		loseAnswer();
		accept(status);
		conversation(INPUT, REPLY);
		assertThat(this.gateway.create(this.creation).id()).isEqualTo("resp_2");
	}

	@Test
	void keepsTheFurtherAttemptWhenItCannotLook() {
		loseAnswer();
		accept("in_progress");
		assertThat(this.gateway.create(this.creation).id()).isEqualTo("resp_2");
	}

	@Test
	void looksAfterATraceOfAnotherGatewaysAttemptToo() {
		conversation();
		this.gateway.traceCreation(this.creation);
		accept("in_progress");
		conversation(INPUT, REPLY);
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.withApiKey("key-2").create(this.creation));
	}

	@Test
	void doesNotLookWhenNothingWasLost() {
		accept("queued");
		assertThat(this.gateway.create(this.creation).status()).isEqualTo(RunStatus.QUEUED);
		this.gateway.create(this.creation);
		assertThat(requests()).containsExactly("POST /v1/responses", "POST /v1/responses");
	}

	@Test
	void showsTheTailWhenTheAnswerToAMessageIsLost() {
		postReturns(ITEMS, aResponse().withStatus(502), "Bad gateway");
		conversation(assistant("msg_0", "Yes?"), INPUT);
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.threads().addMessage(CONV, Message.user("Hello")))
			.satisfies((ex) -> assertThat(ex.tail()).extracting(Message::text).containsExactly("Yes?", "Hello"));
		assertThat(requests()).containsExactly("POST " + ITEMS, LOOK);
	}

	@Test
	void saysWhyItCouldNotLookForAMessage() {
		postReturns(ITEMS, aResponse().withStatus(502), "Bad gateway");
		assertThatExceptionOfType(RunOutcomeUnknownException.class)
			.isThrownBy(() -> this.gateway.threads().addMessage(CONV, Message.user("Hello")))
			.satisfies((ex) -> assertThat(ex.tail()).isEmpty())
			.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
	}

}
