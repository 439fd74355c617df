package io.github.openairun.test.docs;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.ThreadOperations;
import io.github.openairun.Transcript;
import io.github.openairun.web.RunSseEmitter;
import io.github.openairun.web.RunSseEmitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.assertArg;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

class WebExamplesTests {

	private final RunOperations runs = mock(RunOperations.class);

	private final RunSseEmitters emitters = new RunSseEmitters(this.runs, Runnable::run, mock(TaskScheduler.class),
			RunSseEmitters.Settings.defaults());

	@Test
	void theControllerStartsARun() {
		given(this.runs.start(any(RunRequest.class), any(RunListener.class)))
			.willReturn(mock(RunHandle.class, RETURNS_DEEP_STUBS));
		assertThat(new ChatController(this.emitters).chat("Where is order 17?")).isNotNull();
		then(this.runs).should()
			.start(assertArg((RunRequest request) -> assertThat(request.assistant()).isEqualTo("support")),
					any(RunListener.class));
	}

	@Test
	void anotherKeyIsUsed() {
		RunOperations others = mock(RunOperations.class);
		given(this.runs.withApiKey("sk-tenant")).willReturn(others);
		given(others.start(any(RunRequest.class), any(RunListener.class)))
			.willReturn(mock(RunHandle.class, RETURNS_DEEP_STUBS));
		RunRequest request = RunRequest.assistant("support").message("Hello").build();
		assertThat(new Tenants(this.emitters, this.runs).chat(request, "sk-tenant")).isNotNull();
		then(others).should().start(any(RunRequest.class), any(RunListener.class));
	}

	@Test
	void theIdIsReturnedAsSoonAsThereIsOne() {
		RunHandle handle = mock();
		given(handle.runId()).willReturn(CompletableFuture.completedStage("run_1"));
		given(this.runs.start(any(RunRequest.class))).willReturn(handle);
		assertThat(new RunController(this.runs).start("Where is order 17?").toCompletableFuture())
			.isCompletedWithValue("run_1");
	}

	@Test
	void theTranscriptIsReturned() {
		ThreadOperations threads = mock();
		Transcript transcript = new Transcript(List.of(), true);
		given(threads.transcript("thread_1")).willReturn(transcript);
		assertThat(new Conversations(threads).conversation("thread_1")).isSameAs(transcript);
	}

	static class Conversations {

		private final ThreadOperations threads;

		Conversations(ThreadOperations threads) {
			this.threads = threads;
		}

		@GetMapping("/conversations/{threadId}")
		Transcript conversation(@PathVariable String threadId) {
			return this.threads.transcript(threadId);
		}

	}

	static class RunController {

		private final RunOperations runs;

		RunController(RunOperations runs) {
			this.runs = runs;
		}

		@PostMapping("/runs")
		CompletionStage<String> start(@RequestParam String message) {
			RunHandle handle = this.runs.start(RunRequest.assistant("support").message(message).build());
			return handle.runId();
		}

	}

	static class Tenants {

		private final RunSseEmitters emitters;

		private final RunOperations runs;

		Tenants(RunSseEmitters emitters, RunOperations runs) {
			this.emitters = emitters;
			this.runs = runs;
		}

		RunSseEmitter chat(RunRequest request, String apiKey) {
			return this.emitters.stream((listener) -> this.runs.withApiKey(apiKey).start(request, listener));
		}

	}

}

@RestController
class ChatController {

	private final RunSseEmitters emitters;

	ChatController(RunSseEmitters emitters) {
		this.emitters = emitters;
	}

	@PostMapping("/chat")
	RunSseEmitter chat(@RequestParam String message) {
		return this.emitters.stream(RunRequest.assistant("support").message(message).build());
	}

}
