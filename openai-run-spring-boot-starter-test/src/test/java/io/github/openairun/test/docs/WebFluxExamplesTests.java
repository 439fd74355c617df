package io.github.openairun.test.docs;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.github.openairun.RunHandle;
import io.github.openairun.RunListener;
import io.github.openairun.RunOperations;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.web.RunFlux;
import io.github.openairun.web.RunSseEmitters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;

/**
 * The examples of docs/webflux.md.
 */
class WebFluxExamplesTests {

	private final RunOperations runs = mock(RunOperations.class);

	private final RunHandle handle = mock(RunHandle.class);

	private final ReactiveController controller = new ReactiveController(
			new RunFlux(this.runs, mock(TaskScheduler.class, RETURNS_DEEP_STUBS), RunSseEmitters.Settings.defaults()));

	@BeforeEach
	void letRunsEnd() {
		RunResult result = mock(RunResult.class, RETURNS_DEEP_STUBS);
		given(result.text()).willReturn("Shipped");
		given(this.handle.result()).willReturn(CompletableFuture.completedStage(result));
		given(this.runs.start(any(RunRequest.class), any(RunListener.class))).willReturn(this.handle);
		given(this.runs.start(any(RunRequest.class))).willReturn(this.handle);
	}

	@Test
	void aRunStartsWhenItIsSubscribedTo() {
		Flux<ServerSentEvent<Map<String, Object>>> events = this.controller.chat("Where is order 17?");
		then(this.runs).shouldHaveNoInteractions();
		assertThat(events.mapNotNull(ServerSentEvent::event).collectList().block()).containsExactly("ended");
	}

	@Test
	void theTextEndsWithTheRun() {
		assertThat(this.controller.text("Where is order 17?").collectList().block()).isEmpty();
	}

	@Test
	void theResultIsAValue() {
		assertThat(this.controller.ask("Where is order 17?").block()).isEqualTo("Shipped");
	}

	@RestController
	static class ReactiveController {

		private final RunFlux runs;

		ReactiveController(RunFlux runs) {
			this.runs = runs;
		}

		@PostMapping(path = "/chat", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<ServerSentEvent<Map<String, Object>>> chat(@RequestParam String message) {
			return this.runs.stream(RunRequest.assistant("support").message(message).build());
		}

		@GetMapping(path = "/text", produces = MediaType.TEXT_PLAIN_VALUE)
		Flux<String> text(@RequestParam String question) {
			return this.runs.text(RunRequest.assistant("support").message(question).build());
		}

		@GetMapping("/ask")
		Mono<String> ask(@RequestParam String question) {
			return this.runs.execute(RunRequest.assistant("support").message(question).build()).map(RunResult::text);
		}

	}

}
