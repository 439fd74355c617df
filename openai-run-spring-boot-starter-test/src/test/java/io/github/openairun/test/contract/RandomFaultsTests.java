package io.github.openairun.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.openairun.RunResult;
import io.github.openairun.test.contract.FaultRig.Mode;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.StreamFaults;
import io.github.openairun.test.simulator.Wire;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand runs whose server fails at random, each handled at most once. The seed is in
 * the name of each test; {@code -Dfaults.seed} repeats one.
 */
@Timeout(120)
class RandomFaultsTests {

	private static final int RUNS = 250;

	private static final long SEED = Long.getLong("faults.seed", new Random().nextLong());

	private static final Log logger = LogFactory.getLog(RandomFaultsTests.class);

	private static final List<Fault> FAULTS = List.of(Fault.resetBefore(), Fault.resetAfter(), Fault.truncated(),
			Fault.malformed(), Fault.beforeActing(429), Fault.beforeActing(500), Fault.afterActing(500),
			Fault.beforeActing(503).retryAfterSeconds(Duration.ofSeconds(1)), Fault.afterActing(502),
			StreamFaults.cutAfter(0), StreamFaults.cutAfter(2), StreamFaults.endAfter(4), StreamFaults.errorAfter(3),
			StreamFaults.unknownEvents(), StreamFaults.framesWithoutSpaces());

	private static final Set<Operation> OPERATIONS = Set.of(Operation.CREATE_RUN, Operation.GET_RUN,
			Operation.SUBMIT_TOOL_OUTPUTS, Operation.LIST_MESSAGES, Operation.RESUME_STREAM);

	static Stream<Arguments> rigs() {
		return Stream.of(Wire.values())
			.flatMap((wire) -> Stream.of(Mode.values()).map((mode) -> Arguments.of(wire, mode, SEED)));
	}

	@ParameterizedTest(name = "{0} {1} seed {2}")
	@MethodSource("rigs")
	void nothingIsDoneTwice(Wire wire, Mode mode, long seed) {
		int completed = 0;
		try (FaultRig rig = new FaultRig(wire, mode)) {
			rig.failAtRandom(new Random(seed), 0.05, OPERATIONS, FAULTS);
			for (int run = 0; run < RUNS; run++) {
				if (rig.run() instanceof RunResult) {
					completed++;
				}
			}
		}
		logger.info(completed + " of " + RUNS + " runs completed on wire " + wire + ", " + mode + ", seed " + seed);
		assertThat(completed).isGreaterThan(RUNS / 2);
	}

}
