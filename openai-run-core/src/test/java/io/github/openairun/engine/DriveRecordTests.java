package io.github.openairun.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.ContentPart;
import io.github.openairun.Delivery;
import io.github.openairun.Message;
import io.github.openairun.ResponseFormat;
import io.github.openairun.ResumeRequest;
import io.github.openairun.Run;
import io.github.openairun.RunLimit;
import io.github.openairun.RunLimits;
import io.github.openairun.RunRequest;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolChoice;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DriveRecordTests {

	private static final ToolCall CALL = new ToolCall("call_1", "find", "{\"number\":\"17\"}");

	private static RunRequest.Builder request() {
		return RunRequest.assistant("support");
	}

	private static DriveRecord record(RunRequest request) {
		return new DriveRecord(request, null, "other", "nonce-1", DriveProgress.none());
	}

	@Test
	void aRequestComesBackAsItWas() {
		RunLimits limits = RunLimits.defaults()
			.withTimeout(Duration.ofSeconds(90))
			.withMaxTokens(5000)
			.withRounds(new RunLimit(3, RunLimit.Action.TELL_MODEL))
			.withTimeoutAction(RunLimit.Action.CANCEL);
		RunRequest request = request().thread("thread_1")
			.messages(List.of(
					Message.user(ContentPart.text("Look"), new ContentPart.ImageUrl("https://x/y.png", "low"),
							ContentPart.imageFile("file_1"), ContentPart.file("file_2"),
							new ContentPart.Other("sound", "{\"a\":1}")),
					Message.assistant("I see").withMetadata(Map.of("mood", "good"))))
			.model("gpt-4.1")
			.temperature(0.5)
			.topP(0.25)
			.maxCompletionTokens(100)
			.reasoningEffort("low")
			.instructions("Be\nbrief")
			.additionalInstructions("Be kind")
			.tools("find", "group:orders")
			.parallelToolCalls(false)
			.maxPromptTokens(1000)
			.metadata(Map.of("complaint", "17"))
			.extraBody("service_tier", "flex")
			.extraBody("nothing", null)
			.extraBody("deep", Map.of("list", Arrays.asList(1, "two", null, true)))
			.context(Map.of("tenant", "acme"))
			.limits(limits)
			.build();
		DriveRecord read = DriveRecord.fromJson(record(request).toJson());
		RunRequest back = read.request();
		assertThat(back).isNotNull();
		assertThat(back.assistant()).isEqualTo("support");
		assertThat(back.threadId()).isEqualTo("thread_1");
		assertThat(back.messages()).isEqualTo(request.messages());
		assertThat(back.settings()).isEqualTo(request.settings());
		assertThat(back.instructions()).isEqualTo("Be\nbrief");
		assertThat(back.additionalInstructions()).isEqualTo("Be kind");
		assertThat(back.tools()).containsExactly("find", "group:orders");
		assertThat(back.parallelToolCalls()).isFalse();
		assertThat(back.maxPromptTokens()).isEqualTo(1000);
		assertThat(back.metadata()).isEqualTo(request.metadata());
		assertThat(back.extraBody()).isEqualTo(request.extraBody());
		assertThat(back.context()).isEqualTo(Map.of("tenant", "acme"));
		assertThat(back.limits()).isEqualTo(limits);
		assertThat(read.nonce()).isEqualTo("nonce-1");
		assertThat(read.context()).isEqualTo(Map.of("tenant", "acme"));
		assertThat(read.resumed()).isNull();
		assertThat(read.toJson()).isEqualTo(record(request).toJson());
	}

	@Test
	void whatIsNotSetStaysOpen() {
		RunRequest back = DriveRecord.fromJson(record(request().build()).toJson()).request();
		assertThat(back).isNotNull();
		assertThat(back.threadId()).isNull();
		assertThat(back.tools()).isNull();
		assertThat(back.instructions()).isNull();
		assertThat(back.toolChoice()).isNull();
		assertThat(back.parallelToolCalls()).isNull();
		assertThat(back.limits()).isNull();
		assertThat(back.settings()).isEqualTo(request().build().settings());
		assertThat(DriveRecord.fromJson(record(request().tools().instructions("").build()).toJson()).request())
			.satisfies((none) -> assertThat(none.tools()).isEmpty())
			.satisfies((none) -> assertThat(none.instructions()).isEmpty());
	}

	static Stream<ToolChoice> choices() {
		return Stream.of(ToolChoice.none(), ToolChoice.required(), ToolChoice.function("find"),
				ToolChoice.builtIn("file_search"), ToolChoice.other("{\"type\":\"new\"}"));
	}

	@ParameterizedTest
	@MethodSource("choices")
	void everyToolChoiceComesBack(ToolChoice choice) {
		assertThat(DriveRecord.fromJson(record(request().toolChoice(choice).build()).toJson()).request())
			.satisfies((request) -> assertThat(request.toolChoice()).isEqualTo(choice));
	}

	static Stream<ResponseFormat> formats() {
		return Stream.of(ResponseFormat.text(), ResponseFormat.jsonObject(),
				new ResponseFormat.JsonSchema("reply", "{\"type\":\"object\"}", false),
				new ResponseFormat.Other("grammar", "{\"type\":\"grammar\"}"));
	}

	@ParameterizedTest
	@MethodSource("formats")
	void everyResponseFormatComesBack(ResponseFormat format) {
		assertThat(DriveRecord.fromJson(record(request().responseFormat(format).build()).toJson()).request())
			.satisfies((request) -> assertThat(request.settings().responseFormat()).isEqualTo(format));
	}

	@Test
	void aRunThatExistedComesBack() {
		ResumeRequest resumed = ResumeRequest.run("run_1", "thread_1")
			.tools("find")
			.context(Map.of("tenant", "acme"))
			.outputs(List.of(new ToolOutput("call_1", "known")))
			.limits(RunLimits.defaults())
			.build();
		DriveRecord read = DriveRecord
			.fromJson(new DriveRecord(null, resumed, null, null, DriveProgress.none()).toJson());
		ResumeRequest back = read.resumed();
		assertThat(back).isNotNull();
		assertThat(back.runId()).isEqualTo("run_1");
		assertThat(back.threadId()).isEqualTo("thread_1");
		assertThat(back.tools()).containsExactly("find");
		assertThat(back.outputs()).containsExactly(new ToolOutput("call_1", "known"));
		assertThat(back.limits()).isEqualTo(RunLimits.defaults());
		assertThat(read.context()).isEqualTo(Map.of("tenant", "acme"));
		assertThat(read.request()).isNull();
	}

	@Test
	void aContextThatIsNoTextIsRefusedWithTheRemedy() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> record(request().context(Map.of("tenant", "acme", "user", Duration.ZERO)).build()))
			.withMessageContaining("'user' of its context is a java.time.Duration")
			.withMessageContaining("Put a text there");
	}

	@Test
	void progressComesBack() {
		Run run = Run.builder("run_1", "thread_1")
			.createdAt(Instant.parse("2026-01-01T00:00:00Z"))
			.assistant("support")
			.continuation("resp_1\n{}")
			.build();
		DriveProgress progress = DriveProgress.begin(Instant.parse("2026-01-01T00:10:00.123456Z"))
			.creating("thread_1")
			.at(run)
			.answered(new ToolAnswer(CALL, "done", ToolOutcome.TIMEOUT))
			.submitted(List.of(new ToolOutput("call_1", "done")))
			.answered(new ToolAnswer(new ToolCall("call_2", "find", ""), "", ToolOutcome.LIMIT_EXCEEDED))
			.submitting(run, "resp_1")
			.submitted(List.of(new ToolOutput("call_2", "")))
			.begun(new ToolCall("call_3", "book", "{}"), Delivery.EXACTLY_ONCE);
		DriveProgress read = DriveProgress.fromJson(progress.toJson());
		assertThat(read.toJson()).isEqualTo(progress.toJson());
		assertThat(read.deadline()).isEqualTo("2026-01-01T00:10:00.123456Z");
		assertThat(read.runId()).isEqualTo("run_1");
		assertThat(read.threadId()).isEqualTo("thread_1");
		assertThat(read.rounds()).isEqualTo(2);
		assertThat(read.refusedRounds()).isEqualTo(1);
		assertThat(read.totalCalls()).isEqualTo(1);
		assertThat(read.hasSubmitted(List.of(CALL))).isTrue();
		assertThat(read.answer(CALL)).isEqualTo(new ToolOutput("call_1", "done"));
		assertThat(read.isSubmitting()).isFalse();
		assertThat(read.isCreating()).isFalse();
	}

	@Test
	void onlyACallThatMayHaveHappenedOnceIsInterrupted() {
		ToolCall another = new ToolCall("call_2", "find", "{}");
		DriveProgress progress = DriveProgress.none()
			.begun(CALL, Delivery.AT_MOST_ONCE)
			.begun(another, Delivery.AT_LEAST_ONCE);
		assertThat(progress.interrupted(List.of(CALL, another))).containsExactly("call_1");
		assertThat(progress.interrupted(List.of(new ToolCall("call_1", "find", "{}")))).isEmpty();
		assertThat(progress.answered(new ToolAnswer(CALL, "done", ToolOutcome.SUCCESS)).interrupted(List.of(CALL)))
			.isEmpty();
	}

	@Test
	void theCallsOfARoundMayBeKeptElsewhere() {
		DriveProgress begun = DriveProgress.none()
			.answered(new ToolAnswer(CALL, "done", ToolOutcome.SUCCESS))
			.submitted(List.of(new ToolOutput("call_1", "done")));
		ToolAnswer answer = new ToolAnswer(new ToolCall("call_2", "find", "{}"), "later", ToolOutcome.SUCCESS);
		DriveProgress kept = DriveProgress.fromJson(begun.answered(answer).withoutCalls().toJson());
		assertThat(kept.toJson()).doesNotContain("later", "\"done\"");
		assertThat(kept.hasSubmitted(List.of(CALL))).isTrue();
		assertThat(kept.totalCalls()).isEqualTo(1);
		assertThat(kept.answered(answer).totalCalls()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"version\":2}", "{\"version\":99,\"request\":{\"assistant\":\"a\"}}" })
	void aNewerVersionIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> DriveRecord.fromJson(json))
			.withMessageContaining("understands version 1 at most")
			.withMessageContaining("written by a newer version");
		assertThatIllegalArgumentException().isThrownBy(() -> DriveProgress.fromJson(json))
			.withMessageContaining("understands version 1 at most");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no JSON", "[]", "{}", "{\"version\":1}", "{\"version\":1,\"request\":{}}" })
	void whatIsNoRecordIsRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> DriveRecord.fromJson(json));
	}

	@Test
	void nothingOfTheContentIsWrittenToTheLog() {
		DriveRecord record = record(request().message("secret").build())
			.withProgress(DriveProgress.none().answered(new ToolAnswer(CALL, "secret", ToolOutcome.SUCCESS)));
		assertThat(record).hasToString("DriveRecord[assistant=support, progress=DriveProgress[runId=null, rounds=0]]");
		assertThat(new ToolAnswer(CALL, "secret", ToolOutcome.SUCCESS))
			.hasToString("ToolAnswer[callId=call_1, outcome=SUCCESS]");
	}

}
