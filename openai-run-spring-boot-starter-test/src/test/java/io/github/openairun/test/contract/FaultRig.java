package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.boot.test.util.TestPropertyValues;

import io.github.openairun.Message;
import io.github.openairun.RunException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunRequest;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.MessageMatcher.message;
import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that fails and an application that has to cope with it; kept for all faults of
 * one wire and mode. Only time-outs of the network take real time.
 */
final class FaultRig implements AutoCloseable {

	static final Duration NETWORK_TIMEOUT = Duration.ofMillis(250);

	private static final List<String> INVOCATIONS = List.of("findOrder 1", "findOrder 2", "findOrder 3");

	private final FakeTime time = new FakeTime();

	private final OpenAiSimulator simulator;

	private final Application application;

	FaultRig(Wire wire, Mode mode) {
		this.simulator = OpenAiSimulator.builder().clock(this.time).start();
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.simulator.when(message().contains("orders"))
			.calls(call("findOrder", Map.of("number", "1")), call("findOrder", Map.of("number", "2")))
			.call("findOrder", Map.of("number", "3"))
			.reply((outputs) -> outputs.getAll("findOrder").size() + " orders");
		this.simulator.when(message().contains("loop"))
			.calls(call("findOrder", Map.of("number", "7")), call("findOrder", Map.of("number", "7")),
					call("findOrder", Map.of("number", "7")), call("findOrder", Map.of("number", "7")))
			.reply("never");
		this.application = new Application(wire, this.simulator, this.time,
				(context) -> TestPropertyValues
					.of("openai.run.streaming=" + mode.streaming, "openai.read-timeout=" + NETWORK_TIMEOUT.toMillis(),
							"openai.stream-idle-timeout=" + NETWORK_TIMEOUT.toMillis())
					.applyTo(context));
	}

	/**
	 * Have a run answered whose server fails.
	 * @return the result, or the exception that says honestly that the outcome is unknown
	 */
	Object run(Operation operation, Fault fault) {
		Object outcome = checked(() -> outcome(operation, fault));
		this.simulator.faults().clear();
		return outcome;
	}

	/**
	 * Have a run answered on a thread of its own.
	 * @return the result, or the exception that came instead
	 */
	Object run() {
		return checked(() -> {
			try {
				String thread = this.application.threads().create().id();
				return this.application.runs()
					.execute(RunRequest.assistant("support").thread(thread).message("How many orders?").build());
			}
			catch (RunException ex) {
				return ex;
			}
		});
	}

	void failAtRandom(Random random, double probability, Set<Operation> operations, List<Fault> faults) {
		this.simulator.faults().randomly(random, probability, operations, faults);
	}

	private Object checked(Supplier<Object> run) {
		int before = this.application.tools().invocations().size();
		int accepted = this.simulator.accepted().size();
		Object outcome = run.get();
		List<String> invocations = since(this.application.tools().invocations(), before);
		List<Accepted> taken = since(this.simulator.accepted(), accepted);
		assertThat(invocations).doesNotHaveDuplicates();
		List<List<String>> rounds = taken.stream()
			.filter((entry) -> entry.operation() == Operation.SUBMIT_TOOL_OUTPUTS)
			.map(Accepted::callIds)
			.toList();
		assertThat(rounds).as("accepted rounds").doesNotHaveDuplicates();
		assertThat(creations(taken)).as("accepted runs").isLessThanOrEqualTo(1);
		if (outcome instanceof RunResult result) {
			assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
			assertThat(result.text()).isEqualTo("3 orders");
			assertThat(invocations).containsExactlyInAnyOrderElementsOf(INVOCATIONS);
			assertThat(rounds).hasSize(2);
		}
		return outcome;
	}

	private Object outcome(Operation operation, Fault fault) {
		try {
			// On a thread with a message, so that all operations have their turn.
			String thread = this.application.threads().create().id();
			this.simulator.faults().next(operation, fault);
			this.application.threads().addMessage(thread, Message.user("How many orders?"));
			RunRequest.Builder request = RunRequest.assistant("support");
			if (operation == Operation.CREATE_THREAD || operation == Operation.CREATE_THREAD_AND_RUN) {
				return this.application.runs().execute(request.message("How many orders?").build());
			}
			return this.application.runs().execute(request.thread(thread).build());
		}
		catch (RunOutcomeUnknownException ex) {
			return ex;
		}
	}

	/**
	 * Have a run cancelled that exceeds its limits, by a server that fails to.
	 */
	RunException cancel(Fault fault) {
		this.simulator.faults().next(Operation.CANCEL_RUN, fault);
		try {
			RunResult result = this.application.runs().execute("support", "loop");
			throw new AssertionError("The run was not stopped: " + result.run());
		}
		catch (RunException ex) {
			return ex;
		}
		finally {
			this.simulator.faults().clear();
		}
	}

	/** Return how many events a stream of each operation has when nothing fails. */
	int events(Operation operation) {
		run(Operation.DELETE_THREAD, Fault.resetBefore());
		return this.simulator.exchanges()
			.stream()
			.filter((exchange) -> exchange.operation() == operation)
			.mapToInt((exchange) -> exchange.eventNames().size())
			.max()
			.orElseThrow();
	}

	private static int creations(List<Accepted> taken) {
		return (int) taken.stream()
			.filter((entry) -> entry.operation() == Operation.CREATE_RUN
					|| entry.operation() == Operation.CREATE_THREAD_AND_RUN)
			.count();
	}

	private static <T> List<T> since(List<T> all, int before) {
		return new ArrayList<>(all.subList(before, all.size()));
	}

	@Override
	public void close() {
		this.application.close();
		this.simulator.close();
	}

	/**
	 * How runs are followed.
	 */
	enum Mode {

		POLLING("off"), STREAMING("on");

		private final String streaming;

		Mode(String streaming) {
			this.streaming = streaming;
		}

	}

}
