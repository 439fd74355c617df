package io.github.openairun.test.docs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import io.github.openairun.Message;
import io.github.openairun.RateLimitException;
import io.github.openairun.Run;
import io.github.openairun.RunDriveException;
import io.github.openairun.RunException;
import io.github.openairun.RunNotCompletedException;
import io.github.openairun.RunOperations;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRejectedException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.RunTimeoutException;
import io.github.openairun.ThreadBusyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * The examples of docs/failures.md.
 */
class FailureExamplesTests {

	private static final Run RUN = Run.builder("run_1", "thread_1").status(RunStatus.IN_PROGRESS).build();

	private final RunOperations runs = mock(RunOperations.class);

	@Test
	void theReplyIsReturned() {
		given(this.runs.execute(any(RunRequest.class))).willReturn(
				new RunResult(RUN.mutate().status(RunStatus.COMPLETED).build(), List.of(Message.assistant("Shipped"))));
		assertThat(new Support(this.runs).ask("thread_1", "Where?")).isEqualTo("Shipped");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void theUserGetsAnAnswerThatFits(RunException failure, String answer) {
		given(this.runs.execute(any(RunRequest.class))).willThrow(failure);
		assertThat(new Support(this.runs).ask("thread_1", "Where?")).contains(answer);
	}

	@Test
	void aRunThatGoesOnIsRemembered() {
		given(this.runs.execute(any(RunRequest.class))).willThrow(new RunTimeoutException(RUN, Duration.ofMinutes(10)));
		Support support = new Support(this.runs);
		support.ask("thread_1", "Where?");
		assertThat(support.unfinished).containsExactly(Map.entry("run_1", "thread_1"));
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void theStatusFits(RunException failure, HttpStatus status) {
		MockMvc mvc = MockMvcBuilders.standaloneSetup(new Failing(failure))
			.setControllerAdvice(new RunExceptionAdvice())
			.build();
		assertThat(MockMvcTester.create(mvc).get().uri("/")).hasStatus(status);
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(new RunNotCompletedException(RUN.mutate().status(RunStatus.FAILED).build()), "no reply"),
				Arguments.of(new RunTimeoutException(RUN, Duration.ofMinutes(10)), "longer"),
				Arguments.of(new RunDriveException(RUN, mock(RunException.class)), "longer"),
				Arguments.of(new RunOutcomeUnknownException("POST /responses", "thread_1", null, null), "look"),
				Arguments.of(new ThreadBusyException("thread_1", null, null), "previous"));
	}

	static Stream<Arguments> statuses() {
		return Stream.of(Arguments.of(new ThreadBusyException("thread_1", null, null), HttpStatus.CONFLICT),
				Arguments.of(mock(RunRejectedException.class), HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(mock(RateLimitException.class), HttpStatus.SERVICE_UNAVAILABLE),
				Arguments.of(new RunTimeoutException(RUN, Duration.ofMinutes(10)), HttpStatus.GATEWAY_TIMEOUT),
				Arguments.of(mock(RunException.class), HttpStatus.BAD_GATEWAY));
	}

	static class Support {

		private final RunOperations runs;

		private final Map<String, String> unfinished = new HashMap<>();

		private final List<String> log = new ArrayList<>();

		Support(RunOperations runs) {
			this.runs = runs;
		}

		String ask(String threadId, String question) {
			RunRequest request = RunRequest.assistant("support").thread(threadId).message(question).build();
			try {
				return this.runs.execute(request).text();
			}
			catch (RunNotCompletedException ex) {
				// The run has ended, but not as completed.
				this.log.add(ex.run().status() + " " + ex.run().lastError());
				return "There is no reply. Please ask again.";
			}
			catch (RunTimeoutException ex) {
				return resumeLater(ex.run());
			}
			catch (RunDriveException ex) {
				return resumeLater(ex.run());
			}
			catch (RunOutcomeUnknownException ex) {
				// The question may have arrived, so it is not asked again.
				return "Please look at the conversation: " + ex.tail().size() + " new messages.";
			}
			catch (ThreadBusyException ex) {
				return "Please wait until your previous question is answered.";
			}
		}

		private String resumeLater(Run run) {
			// The run continues on the server: runs.resume(...) finishes it.
			this.unfinished.put(run.id(), run.threadId());
			return "This takes longer. Please come back later.";
		}

	}

	@RestController
	static class Failing {

		private final RunException failure;

		Failing(RunException failure) {
			this.failure = failure;
		}

		@GetMapping("/")
		String fail() {
			throw this.failure;
		}

	}

}

@RestControllerAdvice
class RunExceptionAdvice {

	@ExceptionHandler
	ProblemDetail busy(ThreadBusyException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "Your previous question is not answered yet");
	}

	@ExceptionHandler({ RunRejectedException.class, RateLimitException.class })
	ProblemDetail overloaded() {
		return ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE);
	}

	@ExceptionHandler(RunTimeoutException.class)
	ProblemDetail tooSlow() {
		return ProblemDetail.forStatus(HttpStatus.GATEWAY_TIMEOUT);
	}

	@ExceptionHandler(RunException.class)
	ProblemDetail failed() {
		return ProblemDetail.forStatus(HttpStatus.BAD_GATEWAY);
	}

}
