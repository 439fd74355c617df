package io.github.openairun.wire.stateless;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.Message;
import io.github.openairun.PageQuery;
import io.github.openairun.Run;
import io.github.openairun.RunCapability;
import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.ThreadBusyException;
import io.github.openairun.ToolOutput;
import io.github.openairun.ToolOutputMismatchException;
import io.github.openairun.wire.RepeatableException;
import io.github.openairun.wire.RequestTrace;
import io.github.openairun.wire.RunCreation;
import io.github.openairun.wire.RunGateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what the application keeps of runs, in front of a scripted server.
 */
class KeptRunTests extends AbstractStatelessGatewayTests {

	@Test
	void metadataOfMessagesStaysInTheStore() {
		answers(200, REPLY);
		Message message = Message.user("Hello").withMetadata(Map.of("tenant", "t1"));
		String id = this.gateway.threads().addMessage(this.thread, message).id();
		create("Again");
		assertThat(this.gateway.threads().loadMessage(String.valueOf(id), this.thread).metadata())
			.containsExactly(Map.entry("tenant", "t1"));
		assertThat(lastBody().toString()).contains("Hello").doesNotContain("tenant");
		Run run = this.gateway.create(creation(RunRequest.assistant("support").message(message)));
		assertThat(this.gateway.threads().messages(run.threadId(), PageQuery.newestFirst().limit(2)).data())
			.extracting(Message::metadata)
			.containsExactly(Map.of(), Map.of("tenant", "t1"));
	}

	@Test
	void callWithoutAnIdGetsOne() {
		answers(200, CALL.replace("\"id\":\"fc_1\",", "").replace("\"call_id\":\"call_0\",", ""));
		Run run = create("Hello");
		assertThat(run.toolCalls()).singleElement().satisfies((call) -> assertThat(call.id()).startsWith("call_app_"));
		answers(200, REPLY);
		String id = run.toolCalls().get(0).id();
		assertThat(this.gateway.submitToolOutputs(run, List.of(new ToolOutput(id, "found"))).status())
			.isEqualTo(RunStatus.COMPLETED);
		assertThat(lastBody().path("input")).filteredOn((item) -> item.has("call_id"))
			.hasSize(2)
			.allSatisfy((item) -> assertThat(item.path("call_id").asString()).isEqualTo(id));
	}

	@Test
	void limitInTheExtraBodyIsTheSameInEveryRound() {
		answers(200, CALL);
		Run run = this.gateway
			.create(creation(RunRequest.assistant("support").message("Hello").extraBody("max_output_tokens", 100)));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "found")));
		assertThat(lastBody().path("max_output_tokens").asInt()).isEqualTo(100);
	}

	@Test
	void limitOfTheRunIsWhatIsLeftOfIt() {
		answers(200, CALL);
		Run run = this.gateway
			.create(creation(RunRequest.assistant("support").message("Hello").maxCompletionTokens(100)));
		this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "found")));
		assertThat(lastBody().path("max_output_tokens").asInt()).isEqualTo(95);
	}

	@Test
	void outputsOfADriveStayIfTheServerCannotBeReached() {
		RunGateway drive = this.gateway.forDrive();
		answers(200, CALL);
		Run run = drive.create(creation(RunRequest.assistant("support").message("Hello")));
		answers(500, "{\"error\":\"down\"}");
		List<ToolOutput> outputs = List.of(new ToolOutput("call_0", "found"));
		assertThatExceptionOfType(RepeatableException.class).isThrownBy(() -> drive.submitToolOutputs(run, outputs));
		assertThatExceptionOfType(RepeatableException.class).isThrownBy(() -> drive.submitToolOutputs(run, outputs));
		assertThat(this.gateway.load(run.id(), this.thread).status()).isEqualTo(RunStatus.IN_PROGRESS);
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> drive.submitToolOutputs(run, List.of(new ToolOutput("call_0", "something else"))));
		answers(200, REPLY);
		assertThat(drive.refresh(run).status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(lastBody().path("input").toString()).containsOnlyOnce("found");
		assertThat(texts()).containsExactly("Hello", "Hi");
	}

	@Test
	void outputsOfADriveAreSubmittedOnceHoweverOftenItIsTried() {
		RunGateway drive = this.gateway.forDrive();
		answers(200, CALL);
		Run run = drive.create(creation(RunRequest.assistant("support").message("Hello")));
		answers(500, "{\"error\":\"down\"}");
		List<ToolOutput> outputs = List.of(new ToolOutput("call_0", "found"));
		assertThatExceptionOfType(RepeatableException.class).isThrownBy(() -> drive.submitToolOutputs(run, outputs));
		this.gateway.modify(run, Map.of("a", "b"));
		answers(200, REPLY);
		assertThat(drive.submitToolOutputs(run, outputs)).satisfies((completed) -> {
			assertThat(completed.status()).isEqualTo(RunStatus.COMPLETED);
			assertThat(completed.metadata()).containsExactly(Map.entry("a", "b"));
		});
		assertThat(lastBody().path("input").toString()).containsOnlyOnce("found");
	}

	@ParameterizedTest
	@CsvSource({ "reasoning,message message", "reasoning function_call,message message",
			"message reasoning,message message message",
			"reasoning message reasoning reasoning function_call,message reasoning message message",
			"reasoning message,message reasoning message message" })
	void reasoningThatNothingFollowsIsNotSentAgain(String output, String input) {
		String items = Stream.of(output.split(" "))
			.map((type) -> "{\"type\":\"" + type + "\",\"encrypted_content\":\"secret\",\"role\":\"assistant\","
					+ "\"content\":[],\"call_id\":\"call_0\",\"name\":\"find\",\"arguments\":\"{\"}")
			.collect(Collectors.joining(","));
		answers(200, "{\"id\":\"resp_7\",\"status\":\"incomplete\",\"output\":[" + items + "]}");
		assertThat(create("Hello").status()).isEqualTo(RunStatus.INCOMPLETE);
		answers(200, REPLY);
		assertThat(create("Again").status()).isEqualTo(RunStatus.COMPLETED);
		assertThat(lastBody().path("input")).extracting((item) -> item.path("type").asString())
			.containsExactly(input.split(" "));
	}

	@Test
	void reasoningThatTheServerCannotReadIsLeftOut() {
		answers(200, CALL);
		Run run = create("Hello");
		answers(200, REPLY);
		refuses("\"encrypted_content\"", "{\"message\":\"The encrypted content gAAA could not be verified.\","
				+ "\"type\":\"invalid_request_error\",\"code\":\"invalid_encrypted_content\"}");
		assertThat(this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "found"))).status())
			.isEqualTo(RunStatus.COMPLETED);
		assertThat(bodies()).hasSize(3);
		assertThat(lastBody().path("input")).extracting((item) -> item.path("type").asString())
			.containsExactly("message", "function_call", "function_call_output");
	}

	@ParameterizedTest
	@ValueSource(strings = { "computer_call", "local_shell_call", "shell_call", "apply_patch_call" })
	void callThatTextCannotAnswerIsTakenBackWithItsRun(String type) {
		answers(200, """
				{"id":"resp_7","output":[
				{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me see"}]},
				{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"secret"},
				{"type":"%s","id":"cu_1","call_id":"call_0","action":{"type":"screenshot"}}]}""".formatted(type));
		Run run = create("Hello");
		assertThat(run.unsupportedAction()).isEqualTo(type);
		assertThat(this.gateway.cancel(run).status()).isEqualTo(RunStatus.CANCELLED);
		answers(200, REPLY);
		create("Again");
		assertThat(lastBody().path("input")).extracting((item) -> item.path("type").asString())
			.containsExactly("message", "message", "message");
		assertThat(texts()).containsExactly("Hello", "Let me see", "Again", "Hi");
	}

	@Test
	void creationIsFoundByItsNonce() {
		answers(200, REPLY);
		RunCreation creation = creation(RunRequest.assistant("support").message("Hello"));
		RunCreation named = new RunCreation(creation.request(), creation.assistant(), creation.tools(), "nonce-1",
				false);
		assertThat(this.gateway.traceCreation(named)).isInstanceOf(RequestTrace.Absent.class);
		Run run = this.gateway.create(named);
		assertThat(this.gateway.traceCreation(named)).isInstanceOfSatisfying(RequestTrace.Found.class,
				(found) -> assertThat(found.run().id()).isEqualTo(run.id()));
		assertThat(this.gateway.traceCreation(creation)).isInstanceOf(RequestTrace.Absent.class);
	}

	@Test
	void runExpiresIfThatIsConfigured() {
		this.gateway = gateway(
				StatelessGateway.Options.of(this.store, this.scheduler.getClock()).withExpiry(Duration.ofMinutes(10)));
		assertThat(this.gateway.capabilities().supports(RunCapability.RUN_EXPIRY)).isTrue();
		answers(200, CALL);
		Run run = create("Hello");
		assertThat(run.expiresAt()).isEqualTo(this.scheduler.getClock().instant().plus(Duration.ofMinutes(10)));
		this.scheduler.advance(Duration.ofMinutes(9));
		assertThatExceptionOfType(ThreadBusyException.class).isThrownBy(() -> create("Again"));
		this.scheduler.advance(Duration.ofMinutes(1));
		answers(200, REPLY);
		create("Again");
		assertThat(lastBody().path("input").toString()).contains("function_call_output", "cancelled");
		assertThat(this.gateway.load(run.id(), this.thread).status()).isEqualTo(RunStatus.EXPIRED);
		assertThat(this.gateway.list(this.thread, PageQuery.oldestFirst()).data()).extracting(Run::status)
			.containsExactly(RunStatus.EXPIRED, RunStatus.COMPLETED);
		assertThatExceptionOfType(ToolOutputMismatchException.class)
			.isThrownBy(() -> this.gateway.submitToolOutputs(run, List.of(new ToolOutput("call_0", "late"))));
	}

}
