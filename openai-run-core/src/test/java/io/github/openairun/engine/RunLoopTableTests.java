package io.github.openairun.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.openairun.Run;
import io.github.openairun.RunLimits;
import io.github.openairun.RunStatus;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The next step for every status, after everything that a drive may have done.
 */
class RunLoopTableTests {

	private final RunLoop loop = new RunLoop(new RunLimits(Duration.ofMinutes(10), 2, 4, 2), PollPolicy.defaults());

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			status          | begun    | looked   | half answered | answered | submitted | cancelled | overdue
			QUEUED          | Poll     | Poll     | Poll          | Poll     | Poll      | Poll      | TimedOut
			IN_PROGRESS     | Poll     | Poll     | Poll          | Poll     | Poll      | Poll      | TimedOut
			CANCELLING      | Poll     | Poll     | Poll          | Poll     | Poll      | Poll      | TimedOut
			UNKNOWN         | Poll     | Poll     | Poll          | Poll     | Poll      | Poll      | TimedOut
			REQUIRES_ACTION | Dispatch | Dispatch | Dispatch      | Submit   | Poll      | Poll      | TimedOut
			COMPLETED       | Done     | Done     | Done          | Done     | Done      | Done      | Done
			FAILED          | Done     | Done     | Done          | Done     | Done      | Done      | Done
			CANCELLED       | Done     | Done     | Done          | Done     | Done      | Done      | Done
			INCOMPLETE      | Done     | Done     | Done          | Done     | Done      | Done      | Done
			EXPIRED         | Done     | Done     | Done          | Done     | Done      | Done      | Done
			""", useHeadersInDisplayName = true)
	void decides(RunStatus status, String begun, String looked, String halfAnswered, String answered, String submitted,
			String cancelled, String overdue) {
		Run run = Runs.in(status)
			.mutate()
			.toolCalls((status == RunStatus.REQUIRES_ACTION) ? Runs.asking("a", "b").toolCalls() : List.of())
			.build();
		DriveProgress begin = DriveProgress.begin(Runs.NOW.plusSeconds(600));
		DriveProgress half = answered(begin, "a");
		DriveProgress all = answered(half, "b");
		assertThat(step(run, begin)).isEqualTo(begun);
		assertThat(step(run, begin.polled())).isEqualTo(looked);
		assertThat(step(run, half)).isEqualTo(halfAnswered);
		assertThat(step(run, all)).isEqualTo(answered);
		assertThat(step(run, all.submitted(Runs.outputs("a", "b")))).isEqualTo(submitted);
		assertThat(step(run, begin.cancelled(Runs.NOW.plusSeconds(30)))).isEqualTo(cancelled);
		assertThat(step(run, DriveProgress.begin(Runs.NOW))).isEqualTo(overdue);
	}

	private String step(Run run, DriveProgress progress) {
		return this.loop.next(run, progress, Runs.NOW).getClass().getSimpleName();
	}

	private static DriveProgress answered(DriveProgress progress, String callId) {
		return progress.answered(new LoopStep.Dispatch(Runs.asking(callId).toolCalls(), Map.of()),
				Runs.outputs(callId));
	}

}
