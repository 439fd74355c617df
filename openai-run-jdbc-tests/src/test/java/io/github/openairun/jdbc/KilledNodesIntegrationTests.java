package io.github.openairun.jdbc;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.RunRequest;
import io.github.openairun.RunStatus;
import io.github.openairun.test.simulator.Accepted;
import io.github.openairun.test.simulator.Fault;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ToolCallScript;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three nodes in processes of their own, one PostgreSQL, a server that fails at random,
 * and {@code kill -9} of one node after the other: every run ends as scripted, and every
 * handler is called as often as its delivery says.
 * <p>
 * The long form is {@code -Dkilled-nodes.kills=20 -Dkilled-nodes.runs=300};
 * {@code -Dkilled-nodes.wire=assistants} takes the other wire, and
 * {@code -Dkilled-nodes.seed} other faults and victims.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class KilledNodesIntegrationTests {

	private static final int NODES = 3;

	private static final int KILLS = Integer.getInteger("killed-nodes.kills", 3);

	private static final int RUNS = Integer.getInteger("killed-nodes.runs", 60);

	private static final long SEED = Long.getLong("killed-nodes.seed", 17);

	private static final String WIRE = System.getProperty("killed-nodes.wire", "responses");

	/** Without any progress for so long, the test has failed. */
	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private static final List<Fault> FAULTS = List.of(Fault.resetBefore(), Fault.resetAfter(), Fault.beforeActing(429),
			Fault.beforeActing(500), Fault.afterActing(500), Fault.afterActing(502));

	private static final Set<Operation> OPERATIONS = Set.of(Operation.CREATE_RUN, Operation.GET_RUN,
			Operation.SUBMIT_TOOL_OUTPUTS, Operation.LIST_MESSAGES);

	private final OpenAiSimulator simulator = OpenAiSimulator.builder().workingFor(Duration.ofMillis(200)).start();

	private final Random random = new Random(SEED);

	private final List<Process> processes = new ArrayList<>();

	private final CountDownLatch never = new CountDownLatch(1);

	private Database database;

	private Node scheduling;

	private JdbcTemplate jdbc;

	private int started;

	Database.Kind kind() {
		return Database.Kind.POSTGRESQL;
	}

	@BeforeEach
	void start() {
		this.database = Database.create(kind());
		try (var dataSource = this.database.open()) {
			this.database.initialize(dataSource);
			new JdbcTemplate(dataSource).execute(CountedTools.TABLES);
		}
		this.simulator.assistant("asst_support", (assistant) -> assistant.name("support").model("gpt-4.1"));
		this.scheduling = new Node("scheduling", this.database, this.simulator.baseUrl(),
				(context) -> context.registerBean(CountedTools.class, () -> new CountedTools(new JdbcTemplate())),
				CountedTools.properties(WIRE));
		// It drives nothing.
		this.scheduling.bean(Scheduler.class).stop();
		this.jdbc = this.scheduling.jdbc();
	}

	@AfterEach
	void stop() throws InterruptedException {
		for (Process process : this.processes) {
			process.destroyForcibly();
			process.waitFor(10, TimeUnit.SECONDS);
		}
		this.scheduling.close();
		this.simulator.close();
	}

	private void startNode() {
		String name = "node-" + ++this.started;
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath, KilledNode.class.getName(), name,
				kind().name(), this.database.url(), this.database.user(), this.simulator.baseUrl(), WIRE);
		try {
			this.processes.add(builder.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/" + kind() + "-" + name + ".log")))
				.start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private int count(String sql) {
		Integer count = this.jdbc.queryForObject(sql, Integer.class);
		return (count != null) ? count : 0;
	}

	private int done() {
		return count("select count(*) from openai_run_drive where state in ('ENDED', 'FAILED', 'CANCELLED')");
	}

	/** Wait until so many runs have ended. */
	private void awaitDone(int runs) throws InterruptedException {
		int before = -1;
		Instant end = Instant.now();
		for (int done = done(); done < runs; done = done()) {
			if (done > before) {
				before = done;
				end = Instant.now().plus(PATIENCE);
			}
			assertThat(Instant.now()).as(done + " of " + runs + " runs have ended").isBefore(end);
			this.never.await(50, TimeUnit.MILLISECONDS);
		}
	}

	@Test
	void everyRunSurvivesTheDeathOfItsNodes() throws Exception {
		for (int run = 0; run < RUNS; run++) {
			script(run);
		}
		List<String> ids = new ArrayList<>();
		for (int run = 0; run < RUNS; run++) {
			ids.add(this.scheduling.runs()
				.schedule(RunRequest.assistant("support").message(message(run)).build())
				.id());
		}
		this.simulator.faults().randomly(this.random, 0.02, OPERATIONS, FAULTS);
		Instant begin = Instant.now();
		for (int node = 0; node < NODES; node++) {
			startNode();
		}
		int interrupted = 0;
		for (int kill = 1; kill <= KILLS; kill++) {
			awaitDone(kill * RUNS / (KILLS + 1));
			Process victim = this.processes.remove(this.random.nextInt(this.processes.size()));
			victim.destroyForcibly().waitFor();
			interrupted += count("select count(*) from openai_run_drive where state = 'RUNNING'");
			startNode();
		}
		awaitDone(RUNS);
		awaitListeners();
		String summary = RUNS + " runs, " + KILLS + " kills on wire " + WIRE + " in " + Duration.between(begin, Instant
			.now()).toSeconds() + " s with seed " + SEED + ": " + this.jdbc.queryForList(
					"select what, count(*) as calls, count(distinct number) as different from counted group by what")
				+ ", runs under way at the kills: " + interrupted + ", attempts: "
				+ count("select sum(attempts) from openai_run_drive") + ", accepted submissions: "
				+ this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS).size();
		// The counts are to be seen, whatever the tests log.
		System.getLogger(getClass().getName()).log(System.Logger.Level.INFO, summary);
		check(ids, summary);
	}

	private void script(int run) {
		this.simulator.when(MessageMatcher.message().contains(message(run)))
			.calls(calls(run, 1))
			.calls(calls(run, 2))
			.reply((outputs) -> "done " + run + ": " + String.join(", ", outputs.getAll("book")));
	}

	private static String message(int run) {
		return "Job " + run + ".";
	}

	private static ToolCallScript[] calls(int run, int round) {
		Map<String, String> number = Map.of("number", run + "-" + round);
		return new ToolCallScript[] { ToolCallScript.call("send", number), ToolCallScript.call("lookUp", number),
				ToolCallScript.call("book", number) };
	}

	/** Return what the database and the server know of the run of a call. */
	private String story(List<String> numbers) {
		if (numbers.isEmpty()) {
			return "";
		}
		String number = numbers.get(0);
		List<String> ids = this.jdbc.queryForList(
				"select distinct drive_id from openai_run_call where arguments like ?", String.class,
				"%" + number + "%");
		StringBuilder story = new StringBuilder();
		ids.forEach(
				(id) -> story.append("\n" + this.jdbc.queryForList("select * from openai_run_drive where id = ?", id))
					.append("\n" + this.jdbc.queryForList("select * from openai_run_call where drive_id = ?", id)));
		this.simulator.exchanges()
			.stream()
			.filter((exchange) -> exchange.toString().contains(number))
			.forEach((exchange) -> story.append("\n" + exchange));
		return story.toString();
	}

	private void awaitListeners() throws InterruptedException {
		Instant end = Instant.now().plus(PATIENCE);
		while (count("select count(distinct number) from counted where what in ('ended', 'failed')") < RUNS) {
			assertThat(Instant.now()).as("calls of listeners").isBefore(end);
			this.never.await(50, TimeUnit.MILLISECONDS);
		}
	}

	private void check(List<String> ids, String summary) throws Exception {
		for (int run = 0; run < RUNS; run++) {
			DurableRun ended = this.scheduling.runs().find(ids.get(run));
			assertThat(ended.state()).as(ended + " " + ended.failure()).isEqualTo(DurableRun.State.ENDED);
			assertThat(ended.result().run().status()).isEqualTo(RunStatus.COMPLETED);
			assertThat(ended.result().text()).isEqualTo("done " + run + ": booked " + run + "-1, booked " + run + "-2");
		}
		List<String> twice = this.jdbc.queryForList(
				"select number from counted where what = 'send' group by number having count(*) > 1", String.class);
		assertThat(twice).as(() -> "at most once: " + summary + story(twice)).isEmpty();
		assertThat(this.jdbc.queryForList(
				"select number from counted where what = 'book' group by number having count(*) <> 1", String.class))
			.as("exactly once: %s", summary)
			.isEmpty();
		assertThat(count("select count(distinct number) from counted where what = 'book'")).isEqualTo(2 * RUNS);
		assertThat(count("select count(distinct number) from counted where what = 'lookUp'")).as(summary)
			.isEqualTo(2 * RUNS);
		assertThat(count("select count(distinct number) from counted where what = 'ended'")).as(summary)
			.isEqualTo(RUNS);
		List<Accepted> accepted = this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS);
		assertThat(accepted).as(summary).hasSize(2 * RUNS);
		assertThat(accepted.stream().map(Accepted::callIds)).doesNotHaveDuplicates();
	}

}
