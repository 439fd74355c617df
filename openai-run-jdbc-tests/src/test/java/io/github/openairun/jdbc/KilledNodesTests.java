package io.github.openairun.jdbc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.RunRequest;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;
import io.github.openairun.test.simulator.Operation;
import io.github.openairun.test.simulator.ToolCallScript;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Kills nodes, which are processes, while they drive runs of two rounds with three calls.
 */
class KilledNodesTests {

	private static final boolean NIGHTLY = Boolean.getBoolean("openai-run.test.nightly");

	private static final int RUNS = NIGHTLY ? 300 : 24;

	private static final int KILLS = NIGHTLY ? 20 : 3;

	private static final Duration PATIENCE = Duration.ofMinutes(NIGHTLY ? 10 : 3);

	private static final List<String> TOOLS = List.of("lookUp", "notifyCustomer", "charge");

	private final OpenAiSimulator simulator = OpenAiSimulator.start();

	private final List<Process> nodes = new ArrayList<>();

	@TempDir
	private Path logs;

	private Database database;

	private int started;

	@AfterEach
	void stop() throws InterruptedException {
		for (Process node : this.nodes) {
			node.destroyForcibly().waitFor();
		}
		this.simulator.close();
	}

	private void startNode() throws IOException {
		String name = "node" + this.started++;
		Map<String, String> properties = new LinkedHashMap<>();
		properties.put("spring.datasource.url", this.database.url());
		properties.put("spring.datasource.username", this.database.user());
		properties.put("spring.main.banner-mode", "off");
		properties.put("spring.main.web-application-type", "none");
		properties.put("openai.api-key", "none");
		properties.put("openai.base-url", this.simulator.baseUrl());
		properties.put("openai.run.assistants.support.model", "gpt-4.1");
		properties.put("openai.run.assistants.support.tools", "*");
		properties.put("openai.run.poll.max-interval", "200ms");
		properties.put("db-scheduler.scheduler-name", name);
		properties.put("db-scheduler.threads", "6");
		properties.put("db-scheduler.polling-interval", "200ms");
		properties.put("db-scheduler.heartbeat-interval", "500ms");
		properties.put("db-scheduler.missed-heartbeats-limit", "4");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
						KilledNode.class.getName()));
		properties.forEach((property, value) -> command.add("--" + property + "=" + value));
		File log = this.logs.resolve(name + ".log").toFile();
		this.nodes.add(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start());
	}

	private static String order(int number, int round) {
		return number + "-" + round;
	}

	private static ToolCallScript[] calls(int number, int round) {
		return TOOLS.stream()
			.map((tool) -> ToolCallScript.call(tool, Map.of("order", order(number, round))))
			.toArray(ToolCallScript[]::new);
	}

	@Test
	void everyRunEndsAndNoCallIsMadeTooOften() throws Exception {
		this.database = Database.create(Database.Kind.POSTGRESQL);
		try (var dataSource = this.database.open();
				Node scheduling = Node.start("scheduling", this.database, this.simulator, new DurableTools(),
						"db-scheduler.polling-interval=1h")) {
			JdbcTemplate jdbc = new JdbcTemplate(dataSource);
			jdbc.execute("create table effects (tool text not null, order_id text not null)");
			jdbc.execute("create table heard (run_id text not null, status text not null)");
			scheduling.bean(Scheduler.class).pause();
			for (int number = 0; number < RUNS; number++) {
				this.simulator.when(MessageMatcher.message().equalTo("order " + number))
					.calls(calls(number, 1))
					.calls(calls(number, 2))
					.reply("Done " + number);
			}
			for (int i = 0; i < 3; i++) {
				startNode();
			}
			List<String> ids = new ArrayList<>();
			for (int number = 0; number < RUNS; number++) {
				ids.add(scheduling.runs()
					.schedule(RunRequest.assistant("support").message("order " + number).tools("*").build())
					.id());
			}
			kill(jdbc);
			for (int number = 0; number < RUNS; number++) {
				DurableRun run = scheduling.runs().await(ids.get(number), PATIENCE);
				assertThat(run.state()).as("%s: %s", run, run.failure()).isEqualTo(DurableRun.State.ENDED);
				assertThat(run.result().text()).isEqualTo("Done " + number);
			}
			assertEffects(jdbc);
			awaitUntil(() -> count(jdbc, "select count(distinct run_id) from heard") == RUNS);
			assertThat(this.simulator.runs()).as("runs at the server").hasSizeGreaterThanOrEqualTo(RUNS);
			assertThat(this.simulator.accepted(Operation.SUBMIT_TOOL_OUTPUTS)).as("accepted submissions")
				.hasSize(2 * RUNS);
		}
	}

	private void kill(JdbcTemplate jdbc) throws Exception {
		Random random = new Random(17);
		for (int kill = 0; kill < KILLS; kill++) {
			long ended = (long) (kill + 1) * RUNS / (KILLS + 2);
			awaitUntil(() -> count(jdbc, "select count(*) from effects") >= ended * 6);
			this.nodes.remove(random.nextInt(this.nodes.size())).destroyForcibly().waitFor();
			startNode();
		}
	}

	private static void assertEffects(JdbcTemplate jdbc) {
		for (int number = 0; number < RUNS; number++) {
			for (int round = 1; round <= 2; round++) {
				String order = order(number, round);
				assertThat(effects(jdbc, "lookUp", order)).as("at most once, %s", order).isLessThanOrEqualTo(1);
				assertThat(effects(jdbc, "charge", order)).as("exactly once, %s", order).isEqualTo(1);
				assertThat(effects(jdbc, "notifyCustomer", order)).as("at least once, %s", order)
					.isGreaterThanOrEqualTo(1);
			}
		}
	}

	private static long effects(JdbcTemplate jdbc, String tool, String order) {
		return jdbc.queryForObject("select count(*) from effects where tool = ? and order_id = ?", Long.class, tool,
				order);
	}

	private static long count(JdbcTemplate jdbc, String sql) {
		return jdbc.queryForObject(sql, Long.class);
	}

	private static void awaitUntil(Condition condition) throws InterruptedException {
		Instant end = Instant.now().plus(PATIENCE);
		CountDownLatch never = new CountDownLatch(1);
		while (!condition.isMet()) {
			assertThat(Instant.now()).isBefore(end);
			never.await(50, TimeUnit.MILLISECONDS);
		}
	}

	@FunctionalInterface
	private interface Condition {

		boolean isMet();

	}

}
