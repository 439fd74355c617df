package io.github.openairun.test.contract;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.RunListener;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.engine.DriveResult;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.anyMessage;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Drives runs from records in processes that die.
 */
@Timeout(60)
abstract class AbstractRecordedDriveTests extends AbstractContractTests {

	final RecordedTools tools = new RecordedTools();

	private @Nullable OpenAiSimulator promptServer;

	AbstractRecordedDriveTests(Wire wire) {
		super(wire);
	}

	@BeforeEach
	void script() {
		script(this.simulator);
	}

	private static void script(OpenAiSimulator server) {
		server.when(anyMessage())
			.calls(call("send", Map.of("number", "1")), call("lookUp", Map.of("number", "2")),
					call("book", Map.of("number", "3")))
			.calls(call("send", Map.of("number", "4")), call("lookUp", Map.of("number", "5")),
					call("book", Map.of("number", "6")))
			.reply((outputs) -> String.join(", ", outputs.getAll("lookUp")) + ", "
					+ String.join(", ", outputs.getAll("book")));
	}

	final Application process(OpenAiSimulator server, boolean streamed) {
		return startApplication(server, (context) -> {
			context.registerBean(RecordedTools.class, () -> this.tools);
			TestPropertyValues.of("openai.run.streaming=" + (streamed ? "on" : "off")).applyTo(context);
		});
	}

	final Application process() {
		return process(this.simulator, false);
	}

	final OpenAiSimulator server(boolean streamed) {
		if (!streamed) {
			return this.simulator;
		}
		this.promptServer = startWithoutDelays();
		script(this.promptServer);
		return this.promptServer;
	}

	@AfterEach
	void stopServer() {
		if (this.promptServer != null) {
			this.promptServer.close();
		}
	}

	static RunRequest.Builder recorded() {
		return request("Hello").tools("send", "lookUp", "book");
	}

	static void die(Application process, KillableJournal journal) {
		assertThatExceptionOfType(KillableJournal.Killed.class)
			.isThrownBy(() -> process.driver().drive(journal.record(), journal, RunListener.NONE));
	}

	static @Nullable RunResult drive(Application process, KillableJournal.Database database, int killAt) {
		KillableJournal journal = new KillableJournal(database, killAt);
		try {
			return resultOf(process.driver().drive(journal.record(), journal, RunListener.NONE));
		}
		catch (KillableJournal.Killed ex) {
			return null;
		}
	}

	static RunResult resultOf(DriveResult result) {
		assertThat(result).isInstanceOf(DriveResult.Ended.class);
		return ((DriveResult.Ended) result).result();
	}

	static void assertComplete(RunResult result) {
		assertThat(result.text()).isEqualTo("found 2, found 5, booked 3, booked 6");
	}

}
