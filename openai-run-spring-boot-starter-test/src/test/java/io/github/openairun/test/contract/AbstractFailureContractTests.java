package io.github.openairun.test.contract;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ApiConnectionException;
import io.github.openairun.ApiException;
import io.github.openairun.AuthenticationException;
import io.github.openairun.BadRequestException;
import io.github.openairun.ConflictException;
import io.github.openairun.InvalidResponseException;
import io.github.openairun.PermissionDeniedException;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunException;
import io.github.openairun.RunListener;
import io.github.openairun.RunNotFoundException;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.ServerErrorException;
import io.github.openairun.ThreadNotFoundException;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.UnprocessableEntityException;
import io.github.openairun.WireNotServedException;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What happens when servers and networks fail: nothing is done twice, and nothing is said
 * that is not certain.
 */
abstract class AbstractFailureContractTests extends AbstractContractTests {

	AbstractFailureContractTests(Wire wire) {
		super(wire);
	}

	static List<Fault> faultsAfterActing() {
		return List.of(Fault.afterActing(500), Fault.afterActing(502).withHeader("x-should-retry", "true"),
				Fault.resetAfter(), Fault.afterActing(200).withBody("<html>"));
	}

	static List<Fault> faultsBeforeActing() {
		return List.of(Fault.beforeActing(500), Fault.beforeActing(502).withHeader("x-should-retry", "true"),
				Fault.resetBefore());
	}

	@ParameterizedTest
	@MethodSource("faultsAfterActing")
	void outputsThatArrivedAreSubmittedOnce(Fault fault) {
		assumeServerKeepsRuns();
		this.conforming = false;
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, fault);
		assertEverythingIsDoneOnce();
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).filteredOn((exchange) -> exchange.status() == 200)
			.hasSizeLessThanOrEqualTo(1);
	}

	@ParameterizedTest
	@MethodSource("faultsBeforeActing")
	void outputsThatDidNotArriveAreSubmittedAgain(Fault fault) {
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, fault);
		assertEverythingIsDoneOnce();
		assertThat(exchanges(Operation.SUBMIT_TOOL_OUTPUTS)).hasSize(2);
	}

	@Test
	void outputsSurviveFailureOfEveryLook() {
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.resetAfter());
		assertEverythingIsDoneOnce(() -> {
			this.simulator.failNext(Operation.LIST_MESSAGES, Fault.beforeActing(503));
			this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(503));
		});
	}

	@Test
	void everyRoundMayLoseItsAnswer() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage())
			.call("findOrder", Map.of("number", "1"))
			.call("findOrder", Map.of("number", "2"))
			.call("findOrder", Map.of("number", "3"))
			.reply((outputs) -> outputs.getAll("findOrder").size() + " orders");
		this.simulator.failNext(Operation.SUBMIT_TOOL_OUTPUTS, Fault.resetAfter().times(3));
		assertThat(this.runs.execute("support", "Hello").text()).isEqualTo("3 orders");
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 1", "findOrder 2",
				"findOrder 3");
	}

	private void assertEverythingIsDoneOnce() {
		assertEverythingIsDoneOnce(() -> {
		});
	}

	private void assertEverythingIsDoneOnce(Runnable onCall) {
		this.simulator.when(anyMessage())
			.calls(call("findOrder", Map.of("number", "1")), call("findOrder", Map.of("number", "2")))
			.reply((outputs) -> outputs.getAll("findOrder").size() + " orders");
		RunResult result = this.runs.execute(request("Hello").thread(newThread()).build(), new RunListener() {

			@Override
			public void toolCallFinished(Run asking, ToolCall call, ToolOutput output, ToolOutcome outcome) {
				onCall.run();
			}

		});
		Run run = result.run();
		assertThat(result.text()).isEqualTo("2 orders");
		assertThat(this.application.tools().invocations()).containsExactlyInAnyOrder("findOrder 1", "findOrder 2");
		assertThat(this.runs.load(run.id(), run.threadId()).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(this.threads.messages(run)).hasSize(1);
	}

	@Test
	void rateLimitIsWaitedForAsServerSays() {
		assumeServerKeepsRuns();
		this.simulator.when(anyMessage()).reply("Hi");
		String thread = newThread();
		this.simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(429).withHeader("retry-after", "7"));
		assertThat(this.runs.create(request("Hello").thread(thread).build()).status()).isEqualTo(RunStatus.QUEUED);
		assertThat(this.time.pauses()).containsExactly(Duration.ofSeconds(7));
		assertThat(creations()).hasSize(2);
	}

	@Test
	void rateLimitThatLastsIsReported() {
		this.simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(429).times(3));
		String thread = newThread();
		assertThatExceptionOfType(RateLimitException.class)
			.isThrownBy(() -> this.runs.create(request("Hello").thread(thread).build()))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo("rate_limit_exceeded"));
		assertThat(creations()).hasSize(3);
	}

	@Test
	void failingLooksDoNotEndTheWait() {
		this.simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
		String thread = newThread();
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(503).times(3));
		this.simulator.failNext(Operation.GET_RUN, Fault.resetBefore().times(3));
		assertThat(this.runs.execute(request("Hello").thread(thread).build()).text()).isEqualTo("Hi");
	}

	static List<Arguments> statuses() {
		return List.of(Arguments.of(400, BadRequestException.class), Arguments.of(401, AuthenticationException.class),
				Arguments.of(403, PermissionDeniedException.class), Arguments.of(409, ConflictException.class),
				Arguments.of(422, UnprocessableEntityException.class), Arguments.of(429, RateLimitException.class),
				Arguments.of(500, ServerErrorException.class), Arguments.of(503, ServerErrorException.class));
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void everyErrorStatusHasItsException(int status, Class<? extends ApiException> expected) {
		assumeServerKeepsRuns();
		Run run = newRun("Hello");
		this.simulator.failNext(Operation.GET_RUN,
				Fault.beforeActing(status).withHeader("x-request-id", "req_7").times(3));
		assertThatExceptionOfType(ApiException.class).isThrownBy(() -> this.runs.refresh(run))
			.withMessageContaining("req_7")
			.satisfies((ex) -> assertThat(ex).isExactlyInstanceOf(expected))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(status))
			.satisfies((ex) -> assertThat(ex.type()).isNotEmpty())
			.satisfies((ex) -> assertThat(ex.requestId()).isEqualTo("req_7"));
	}

	@Test
	void answerThatIsNotJsonIsNamedByEndpointAndRequest() {
		assumeServerKeepsRuns();
		this.conforming = false;
		Run run = newRun("Hello");
		this.simulator.failNext(Operation.GET_RUN,
				Fault.beforeActing(200).withBody("{\"id\": ").withHeader("x-request-id", "req_7").times(3));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.runs.refresh(run))
			.satisfies((ex) -> assertThat(ex.endpoint()).startsWith("GET /").contains(run.id()))
			.satisfies((ex) -> assertThat(ex.requestId()).isEqualTo("req_7"));
	}

	@Test
	void answerThatIsNoRunIsNamedByEndpoint() {
		assumeServerKeepsRuns();
		this.conforming = false;
		Run run = newRun("Hello");
		this.simulator.failNext(Operation.GET_RUN, Fault.beforeActing(200).withBody("{}"));
		assertThatExceptionOfType(InvalidResponseException.class).isThrownBy(() -> this.runs.refresh(run));
	}

	@Test
	void unknownRunIsNamed() {
		Run run = newRun("Hello");
		String missing = unknown(run.id());
		assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(() -> this.runs.load(missing, run.threadId()))
			.withMessageContaining(missing)
			.withMessageContaining(serverKeepsRuns() ? "another API key" : "in InMemoryThreadStore")
			.satisfies((ex) -> assertThat(ex.runId()).isEqualTo(missing))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(run.threadId()));
	}

	@Test
	void runOfAnotherThreadIsNotFound() {
		Run run = newRun("Hello");
		String other = newThread();
		assertThatExceptionOfType(RunNotFoundException.class).isThrownBy(() -> this.runs.load(run.id(), other))
			.satisfies((ex) -> assertThat(ex.threadId()).isEqualTo(other));
	}

	@Test
	void runOnUnknownThreadIsRefused() {
		String missing = unknown(newThread());
		assertThatExceptionOfType(ThreadNotFoundException.class).isThrownBy(() -> this.runs.create("support", missing))
			.withMessageContaining(missing);
	}

	@Test
	void swappedIdsAreRefusedBeforeAnythingIsSent() {
		Run run = newRun("Hello");
		assertNothingSent(
				() -> assertThatIllegalArgumentException().isThrownBy(() -> this.runs.load(run.threadId(), run.id()))
					.withMessageContaining(run.threadId()));
		assertNothingSent(
				() -> assertThatIllegalArgumentException().isThrownBy(() -> this.runs.create("support", run.id()))
					.withMessageContaining(run.id()));
	}

	@Test
	void serverOfTheOtherWireIsRecognised() {
		assumeServerKeepsRuns();
		Wire other = (this.wire == Wire.RESPONSES) ? Wire.ASSISTANTS : Wire.RESPONSES;
		String thread = newThread();
		try (OpenAiSimulator server = OpenAiSimulator.builder().clock(this.time).serve(other).start()) {
			Application lost = startApplication(server, (context) -> {
			});
			assertThatExceptionOfType(WireNotServedException.class)
				.isThrownBy(() -> lost.runs().create("support", thread))
				.withMessageContaining("openai.run.wire=" + other.name().toLowerCase(Locale.ROOT));
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 307, 308 })
	void redirectToAnotherHostIsNotFollowed(int status) {
		Run run = newRun("Hello");
		String thread = newThread();
		try (OpenAiSimulator other = OpenAiSimulator.builder().clock(this.time).start()) {
			Fault redirect = Fault.beforeActing(status).withHeader("location", other.baseUrl() + "/elsewhere").times(3);
			this.simulator.failNext(Operation.GET_RUN, redirect);
			this.simulator.failNext(Operation.CREATE_RUN, redirect);
			if (serverKeepsRuns()) {
				assertThatExceptionOfType(RunException.class).isThrownBy(() -> this.runs.refresh(run))
					.withMessageContaining(URI.create(other.baseUrl()).getAuthority())
					.withMessageContaining(URI.create(this.simulator.baseUrl()).getAuthority());
			}
			assertThatExceptionOfType(RunException.class)
				.isThrownBy(() -> this.runs.create(request("Hello").thread(thread).build()))
				.withMessageContaining(URI.create(other.baseUrl()).getAuthority())
				.withMessageContaining(URI.create(this.simulator.baseUrl()).getAuthority());
			assertThat(other.exchanges()).isEmpty();
		}
	}

	@Test
	void serverThatIsGoneIsReportedAsSuch() {
		assumeServerKeepsRuns();
		this.reusable = false;
		Run run = newRun("Hello");
		this.simulator.close();
		assertThatExceptionOfType(ApiConnectionException.class).isThrownBy(() -> this.runs.refresh(run))
			.satisfies((ex) -> assertThat(ex.requestSent()).isFalse());
		assertThatExceptionOfType(ApiConnectionException.class)
			.isThrownBy(() -> this.runs.create("support", run.threadId()));
	}

}
