package io.github.openairun.tool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationCredentialsNotFoundException;
import org.springframework.security.authorization.AuthorizationDeniedException;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.ToolCallFailedException;
import io.github.openairun.ToolHandler;
import io.github.openairun.ToolHandlerException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What follows from a handler's result or failure, as far as applications have a say.
 */
class ToolOutcomeTests {

	private final ToolContextFixture tools = new ToolContextFixture();

	private final CapturedLog log = new CapturedLog();

	private final List<String> events = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void close() {
		this.tools.close();
		this.log.close();
	}

	@ParameterizedTest
	@CsvSource({ "accessDenied", "authorizationDenied", "nobodyLoggedIn" })
	void aDenialIsToldNeutrally(String tool) {
		start();
		assertThat(this.tools.call(tool, "{}")).isEqualTo("{\"error\":{\"kind\":\"denied\",\"message\":\"Access was "
				+ "denied: the current user may not use this tool in this way.\",\"reference\":\"ref-1\"}}");
		assertThat(this.log).asString()
			.contains("WARN Tool '" + tool + "' denied call 'call_1' (reference ref-1)", "secret rule");
	}

	@Test
	void aFileThatMayNotBeReadIsNoDenial() {
		start();
		assertThat(this.tools.call("fileDenied", "{}")).contains("\"kind\":\"failed\"");
	}

	@ParameterizedTest
	@CsvSource({ "true, is cancelled", "false, keeps waiting" })
	void anErrorHandlerMayStopTheRunOnceAllCallsHaveEnded(boolean cancelling, String text) {
		this.tools
			.errorHandler((context, error) -> cancelling ? ToolErrorDecision.cancelRun() : ToolErrorDecision.fail());
		start();
		assertThatExceptionOfType(ToolCallFailedException.class)
			.isThrownBy(() -> this.tools.callAll(ToolOutputListener.NONE, "note", "accessDenied", "note"))
			.withMessageContaining("Tool 'accessDenied' failed on call 'call_2' of run 'run_1'")
			.withMessageContaining(text)
			.withCauseInstanceOf(AccessDeniedException.class)
			.satisfies((ex) -> assertThat(ex.isCancelling()).isEqualTo(cancelling))
			.satisfies((ex) -> assertThat(ex.call().id()).isEqualTo("call_2"));
		assertThat(this.events).containsExactly("handler", "handler");
	}

	@Test
	void interceptorsStandAroundEachCallInTheirOrder() {
		this.tools.customize((builder) -> builder.interceptors(List.of(noting("outer"), noting("inner"))));
		start();
		assertThat(this.tools.call("note", "{}")).isEqualTo("noted inner outer");
		assertThat(this.events).containsExactly("outer call_1 note", "inner call_1 note", "handler", "inner end",
				"outer end");
	}

	@Test
	void anInterceptorMayAnswerInTheHandlersPlace() {
		this.tools.customize((builder) -> builder.interceptors(List.of((context, invocation) -> "from the cache")));
		start();
		assertThat(this.tools.call("note", "{}")).isEqualTo("from the cache");
		assertThat(this.events).isEmpty();
	}

	@Test
	void anInterceptorSeesWhatTheHandlerThrowsAndMayThrowSomethingElse() {
		this.tools.customize((builder) -> builder.interceptors(List.of((context, invocation) -> {
			try {
				return invocation.proceed();
			}
			catch (AccessDeniedException ex) {
				throw new ToolHandlerException("Ask your manager");
			}
		})));
		start();
		assertThat(this.tools.call("accessDenied", "{}")).contains("\"kind\":\"failed\"", "Ask your manager");
	}

	@Test
	void anInterceptorThatReturnsNothingFailsTheCall() {
		this.tools.customize((builder) -> builder.interceptors(List.of((context, invocation) -> null)));
		start();
		assertThat(this.tools.call("note", "{}")).contains("\"kind\":\"failed\"", "internal error");
	}

	@Test
	void outputsAreCutToTheirSize() {
		this.tools.customize((builder) -> builder.maxOutputSize(1024, 2048));
		start();
		assertThat(this.tools.call("huge", "{}")).hasSizeLessThanOrEqualTo(1024).contains("[cut: ", "of 100000 bytes]");
		assertThat(this.tools.callAll(ToolOutputListener.NONE, "huge", "note", "huge", "huge")
			.stream()
			.mapToInt((output) -> output.output().length())
			.sum()).isLessThanOrEqualTo(2048);
	}

	@Test
	void groupsHoldTheirToolsInOrder() {
		start();
		assertThat(this.tools.registry().group("access")).extracting("name")
			.containsExactly("accessDenied", "authorizationDenied");
		assertThat(this.tools.registry().group("nothing")).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "soon|is not a duration", "-5s|is not a duration" })
	void aTimeoutThatIsNoneFailsAtStart(String timeout, String problem) {
		this.tools.context().setEnvironment(new MockEnvironment().withProperty("app.timeout", timeout));
		this.tools.context().registerBean(WithPlaceholder.class);
		assertThatExceptionOfType(ToolDeclarationException.class).isThrownBy(this.tools::start)
			.withMessageContaining(problem)
			.withMessageContaining("${app.timeout}");
	}

	@Test
	void aTimeoutMayBeAPlaceholder() {
		this.tools.context().setEnvironment(new MockEnvironment().withProperty("app.timeout", "7s"));
		this.tools.context().registerBean(WithPlaceholder.class);
		ManualTaskScheduler scheduler = new ManualTaskScheduler();
		this.tools.customize((builder) -> builder.scheduler(scheduler).interceptors(List.of((context, invocation) -> {
			scheduler.advance(Duration.ofSeconds(7));
			return invocation.proceed();
		}))).start();
		assertThat(this.tools.call("limited", "{}")).contains("within 7 s");
	}

	@Test
	void aGroupThatNobodyCanNameFailsAtStart() {
		this.tools.context().registerBean(WithIllegalGroup.class);
		assertThatExceptionOfType(ToolDeclarationException.class).isThrownBy(this.tools::start)
			.withMessageContaining("The group 'two words'");
	}

	private ToolInterceptor noting(String name) {
		return (context, invocation) -> {
			this.events.add(name + " " + context.callId() + " " + context.toolName());
			String text = invocation.proceed();
			this.events.add(name + " end");
			return text + " " + name;
		};
	}

	private void start() {
		this.tools.context().registerBean(Handlers.class, () -> new Handlers(this.events));
		this.tools.start();
	}

	static class Handlers {

		private final List<String> events;

		Handlers(List<String> events) {
			this.events = events;
		}

		@ToolHandler
		String note() {
			this.events.add("handler");
			return "noted";
		}

		@ToolHandler(group = "access")
		void accessDenied() {
			throw new AccessDeniedException("secret rule");
		}

		@ToolHandler(group = "access")
		void authorizationDenied() {
			throw new AuthorizationDeniedException("secret rule");
		}

		@ToolHandler
		void nobodyLoggedIn() {
			throw new AuthenticationCredentialsNotFoundException("secret rule");
		}

		@ToolHandler
		void fileDenied() throws java.nio.file.AccessDeniedException {
			throw new java.nio.file.AccessDeniedException("/etc/secret");
		}

		@ToolHandler
		String huge() {
			return "x".repeat(100_000);
		}

	}

	static class WithPlaceholder {

		@ToolHandler(timeout = "${app.timeout}")
		String limited() {
			return "done";
		}

	}

	static class WithIllegalGroup {

		@ToolHandler(group = "two words")
		String grouped() {
			return "";
		}

	}

}
