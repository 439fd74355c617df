package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.RunLimitExceededException;
import io.github.openairun.RunOutcomeUnknownException;
import io.github.openairun.RunResult;
import io.github.openairun.test.contract.FaultRig.Mode;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.StreamFaults;
import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every fault at every operation, on both wires, polled and streamed: the run ends as
 * scripted or says that its outcome is not known; handlers are invoked once, and outputs
 * accepted once.
 */
@Timeout(30)
class FaultMatrixTests {

	private static final Map<Wire, Map<Mode, FaultRig>> RIGS = new EnumMap<>(Wire.class);

	/** What may fail without anybody being in doubt about it. */
	private static final List<Operation> SAFE = List.of(Operation.GET_RUN, Operation.SUBMIT_TOOL_OUTPUTS,
			Operation.LIST_MESSAGES, Operation.RESUME_STREAM);

	@AfterAll
	static void close() {
		RIGS.values().forEach((modes) -> modes.values().forEach(FaultRig::close));
		RIGS.clear();
	}

	private static FaultRig rig(Wire wire, Mode mode) {
		return RIGS.computeIfAbsent(wire, (key) -> new EnumMap<>(Mode.class))
			.computeIfAbsent(mode, (key) -> new FaultRig(wire, mode));
	}

	static List<Fault> faults() {
		Duration wait = Duration.ofSeconds(2);
		List<Fault> faults = new ArrayList<>(List.of(Fault.resetBefore(), Fault.resetAfter(), Fault.noAnswerBefore(),
				Fault.noAnswerAfter(), Fault.truncated(), Fault.malformed(), Fault.slow(Duration.ofMillis(20)),
				Fault.beforeActing(429).retryAfterMillis(wait), Fault.beforeActing(429).retryAfterSeconds(wait),
				Fault.beforeActing(429).retryAfterDate(wait), Fault.beforeActing(503).retryAfterSeconds(wait)));
		for (int status : new int[] { 408, 409, 429, 500, 502, 503 }) {
			faults.add(Fault.beforeActing(status));
		}
		for (int status : new int[] { 408, 500, 502, 503 }) {
			faults.add(Fault.afterActing(status));
			faults.add(Fault.afterActing(status).withHeader("x-should-retry", "true"));
		}
		return faults;
	}

	private static Stream<Operation> operations(Wire wire) {
		Operation creating = (wire == Wire.ASSISTANTS) ? Operation.CREATE_THREAD_AND_RUN : Operation.CREATE_THREAD;
		return Stream.of(creating, Operation.ADD_MESSAGE, Operation.CREATE_RUN, Operation.GET_RUN,
				Operation.SUBMIT_TOOL_OUTPUTS, Operation.LIST_MESSAGES);
	}

	private static Stream<Arguments> modes() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of(Mode.values()).map((mode) -> Arguments.of(wire, mode)));
	}

	static Stream<Arguments> matrix() {
		return modes().flatMap((combination) -> {
			Wire wire = (Wire) combination.get()[0];
			return operations(wire).flatMap((operation) -> faults().stream()
				.map((fault) -> Arguments.of(wire, combination.get()[1], operation, fault)));
		});
	}

	@ParameterizedTest(name = "{0} {1} {2} {3}")
	@MethodSource("matrix")
	void aFaultIsSurvivedOrToldHonestly(Wire wire, Mode mode, Operation operation, Fault fault) {
		check(operation, fault, rig(wire, mode).run(operation, fault));
	}

	private static void check(Operation operation, Fault fault, Object outcome) {
		if (SAFE.contains(operation)) {
			assertThat(outcome).isInstanceOf(RunResult.class);
		}
		else {
			assertThat(outcome).isInstanceOfAny(RunResult.class, RunOutcomeUnknownException.class);
		}
	}

	static Stream<Arguments> cancellations() {
		return modes().flatMap((combination) -> faults().stream()
			.map((fault) -> Arguments.of(combination.get()[0], combination.get()[1], fault)));
	}

	@ParameterizedTest(name = "{0} {1} {2}")
	@MethodSource("cancellations")
	void aCancellationThatFailsDoesNotHideItsReason(Wire wire, Mode mode, Fault fault) {
		assertThat(rig(wire, mode).cancel(fault)).isInstanceOf(RunLimitExceededException.class);
	}

	static Stream<Arguments> streams() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of(Operation.CREATE_RUN, Operation.SUBMIT_TOOL_OUTPUTS)
				.map((operation) -> Arguments.of(wire, operation)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("streams")
	void aStreamMayBeCutAtEveryEvent(Wire wire, Operation operation) {
		FaultRig rig = rig(wire, Mode.STREAMING);
		int events = rig.events(operation);
		assertThat(events).isGreaterThan(3);
		IntStream.range(0, events).forEach((event) -> {
			checkStream(rig, operation, StreamFaults.cutAfter(event));
			checkStream(rig, operation, StreamFaults.endAfter(event));
			checkStream(rig, operation, StreamFaults.errorAfter(event));
		});
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("streams")
	void aStreamMayStallAtEveryEvent(Wire wire, Operation operation) {
		FaultRig rig = rig(wire, Mode.STREAMING);
		IntStream.range(0, rig.events(operation))
			.forEach((event) -> checkStream(rig, operation, StreamFaults.stallAfter(event)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("streams")
	void aStreamMayLookStrange(Wire wire, Operation operation) {
		FaultRig rig = rig(wire, Mode.STREAMING);
		List.of(StreamFaults.unknownEvents(), StreamFaults.comments(), StreamFaults.framesWithoutSpaces(),
				StreamFaults.nullDeltaIds(), StreamFaults.extraEventAfter(0, "thread.run.pondering", "{\"id\":1}"))
			.forEach((fault) -> assertThat(rig.run(operation, fault)).as(fault.toString())
				.isInstanceOf(RunResult.class));
	}

	private static void checkStream(FaultRig rig, Operation operation, Fault fault) {
		check(operation, fault, rig.run(operation, fault));
	}

	@ParameterizedTest
	@EnumSource
	void aStreamThatBreaksEachTimeIsPolled(Wire wire) {
		FaultRig rig = rig(wire, Mode.STREAMING);
		assertThat(rig.run(Operation.SUBMIT_TOOL_OUTPUTS, StreamFaults.cutAfter(2).times(5)))
			.isInstanceOf(RunResult.class);
	}

}
