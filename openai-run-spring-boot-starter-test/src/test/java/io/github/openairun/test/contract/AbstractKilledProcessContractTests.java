package io.github.openairun.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunStatus;
import io.github.openairun.engine.DriveRecord;
import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.Wire;

import static io.github.openairun.test.simulator.ToolCallScript.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for a run that is driven from a record: whenever its process dies, another
 * one goes on.
 */
abstract class AbstractKilledProcessContractTests extends AbstractRecordedDriveTests {

	private static final List<String> POINTS = List.of("creating", "created", "begin", "answer", "commit", "submitting",
			"submitted");

	AbstractKilledProcessContractTests(Wire wire) {
		super(wire);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anotherProcessGoesOnWhereverTheFirstOneDies(boolean streamed) {
		OpenAiSimulator server = server(streamed);
		Application first = process(server, streamed);
		Application second = process(server, streamed);
		KillableJournal undisturbed = new KillableJournal(
				new KillableJournal.Database(first.driver().prepare(recorded().build())), 0);
		DriveRecord record = first.driver().prepare(recorded().build());
		RunResult result = resultOf(first.driver().drive(record, undisturbed, RunListener.NONE));
		assertComplete(result);
		List<String> points = undisturbed.points();
		POINTS.forEach((point) -> assertThat(points).contains("before " + point, "after " + point));
		for (int point = 1; point <= points.size(); point++) {
			survive(server, points.get(point - 1), List.of(first, second), List.of(point));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRunSurvivesOneProcessAfterTheOther(boolean streamed) {
		OpenAiSimulator server = server(streamed);
		List<Application> processes = List.of(process(server, streamed), process(server, streamed),
				process(server, streamed));
		Random random = new Random(17);
		for (int run = 0; run < 20; run++) {
			List<Integer> kills = new ArrayList<>();
			for (int kill = 0; kill < 5; kill++) {
				kills.add(1 + random.nextInt(12));
			}
			survive(server, "after one another, at " + kills, processes, kills);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProcessThatKnowsAnEarlierRoundGoesOnWhereverTheNextOneDies(boolean streamed) {
		OpenAiSimulator server = server(streamed);
		Application first = process(server, streamed);
		Application second = process(server, streamed);
		int points = 0;
		boolean killed;
		do {
			points++;
			KillableJournal.Database database = new KillableJournal.Database(
					first.driver().prepare(recorded().build()));
			die(first, new KillableJournal(database, 0).killAfter("begin"));
			RunResult result = drive(second, database, points);
			killed = result == null;
			if (result == null) {
				result = drive(first, database, 0);
			}
			assertSurvived(result, database, "before the second process, and that at " + points);
		}
		while (killed);
		assertThat(points).isGreaterThan(20);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProcessThatKnowsAnEarlierRoundGoesOnAfterTwoOthers(boolean streamed) {
		OpenAiSimulator server = server(streamed);
		Application first = process(server, streamed);
		KillableJournal.Database database = new KillableJournal.Database(first.driver().prepare(recorded().build()));
		die(first, new KillableJournal(database, 0).killAfter("begin"));
		die(process(server, streamed), new KillableJournal(database, 0).killBefore("submitted"));
		die(process(server, streamed), new KillableJournal(database, 0).killAfter("submitted"));
		assertSurvived(drive(first, database, 0), database, "before two others");
	}

	private void survive(OpenAiSimulator server, String description, List<Application> processes, List<Integer> kills) {
		int accepted = server.accepted().size();
		KillableJournal.Database database = new KillableJournal.Database(
				processes.get(0).driver().prepare(recorded().build()));
		RunResult result = null;
		for (int i = 0; result == null; i++) {
			int killAt = (i < kills.size()) ? kills.get(i) : 0;
			result = drive(processes.get(i % processes.size()), database, killAt);
		}
		assertSurvived(result, database, description);
		List<Accepted> all = server.accepted();
		long submissions = all.subList(accepted, all.size())
			.stream()
			.filter((entry) -> entry.operation() == Operation.SUBMIT_TOOL_OUTPUTS)
			.count();
		// A stream of a server that keeps nothing ends with its process.
		assertThat(submissions).as(description).isBetween(2L, serverKeepsRuns() ? 2L : Long.MAX_VALUE);
	}

	private void assertSurvived(@Nullable RunResult result, KillableJournal.Database database, String description) {
		assertThat(result).as(description).isNotNull();
		assertThat(result.run().status()).as(description).isEqualTo(RunStatus.COMPLETED);
		assertComplete(result);
		String threadId = result.run().threadId();
		for (String call : List.of("send 1", "send 4")) {
			assertThat(this.tools.count(threadId, call)).as(call + " when killed " + description)
				.isLessThanOrEqualTo(1);
		}
		for (String call : List.of("lookUp 2", "lookUp 5")) {
			assertThat(this.tools.count(threadId, call)).as(call + " when killed " + description)
				.isGreaterThanOrEqualTo(1);
		}
		assertThat(database.ledger()).as(description).containsExactly("book 3", "book 6");
	}

}
