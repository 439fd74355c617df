package io.github.openairun.test.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.github.openairun.RunException;
import io.github.openairun.RunOperations;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where everything that logs tells all it knows, the key is not in it.
 */
@ExtendWith(OutputCaptureExtension.class)
class KeySecrecyTests {

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Logger ours = (Logger) LoggerFactory.getLogger("io.github.openairun");

	private final Level rootLevel = this.root.getLevel();

	private final Level ourLevel = this.ours.getLevel();

	@BeforeEach
	void tellEverything() {
		this.root.setLevel(Level.TRACE);
		this.ours.setLevel(Level.TRACE);
	}

	@AfterEach
	void tellLess() {
		this.root.setLevel(this.rootLevel);
		this.ours.setLevel(this.ourLevel);
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void theKeyIsInNothingThatIsPrinted(Wire wire, CapturedOutput output) {
		FakeTime time = new FakeTime();
		StringWriter traces = new StringWriter();
		try (OpenAiSimulator simulator = OpenAiSimulator.builder().clock(time).start();
				Application application = new Application(wire, simulator, time, (context) -> {
				})) {
			simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
			simulator.when(anyMessage()).call("findOrder", Map.of("number", "1")).reply("Hi");
			RunOperations runs = application.runs();
			assertThat(runs.execute("support", "Hello").text()).isEqualTo("Hi");
			String thread = application.threads().create().id();
			for (int status : new int[] { 401, 400, 500, 503 }) {
				simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(status).withBody(echo()));
				assertThatExceptionOfType(RunException.class).isThrownBy(() -> {
					for (int i = 0; i < 4; i++) {
						simulator.failNext(Operation.CREATE_RUN, Fault.beforeActing(status).withBody(echo()));
					}
					runs.create("support", thread);
				}).satisfies((ex) -> ex.printStackTrace(new PrintWriter(traces)));
			}
			assertThat(runs.toString()).doesNotContain(Application.KEY);
		}
		assertThat(traces.toString()).contains("AuthenticationException").doesNotContain(Application.KEY);
		assertThat(output.getAll()).contains(" TRACE ", " DEBUG ").doesNotContain(Application.KEY);
	}

	private static String echo() {
		return "{\"error\":{\"message\":\"Bearer " + Application.KEY + " is no good\",\"code\":\"" + Application.KEY
				+ "\"}}";
	}

}
