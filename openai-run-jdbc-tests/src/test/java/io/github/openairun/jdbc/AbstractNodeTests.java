package io.github.openairun.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.RunRequest;
import io.github.openairun.test.simulator.MessageMatcher;
import io.github.openairun.test.simulator.OpenAiSimulator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with nodes in one process, on a database of their own.
 */
abstract class AbstractNodeTests {

	static final Duration LONG = Duration.ofSeconds(30);

	static final Map<String, String> ORDER = Map.of("order", "17");

	final OpenAiSimulator simulator = startSimulator();

	final DurableTools tools = new DurableTools();

	private final List<Node> nodes = new ArrayList<>();

	Database database;

	abstract Database.Kind kind();

	OpenAiSimulator startSimulator() {
		return OpenAiSimulator.start();
	}

	@BeforeEach
	void createDatabase() {
		this.database = Database.create(kind());
		try (var dataSource = this.database.open()) {
			this.database.initialize(dataSource);
			new JdbcTemplate(dataSource).execute("create table refunds (order_id varchar(100))");
		}
	}

	@AfterEach
	void stop() {
		this.tools.gate.countDown();
		this.nodes.forEach(Node::close);
		this.simulator.close();
	}

	Node node(String name, String... properties) {
		return register(Node.start(name, this.database, this.simulator, this.tools, properties));
	}

	Node register(Node node) {
		this.nodes.add(node);
		return node;
	}

	void close(Node node) {
		this.nodes.remove(node);
		node.close();
	}

	static RunRequest request() {
		return RunRequest.assistant("support").message("Where is order 17?").build();
	}

	void scriptFind() {
		this.simulator.when(MessageMatcher.anyMessage()).call("findOrder", ORDER).reply("Order 17 is on its way.");
	}

	static void awaitUntil(Callable<Boolean> condition) throws Exception {
		Instant end = Instant.now().plus(LONG);
		CountDownLatch never = new CountDownLatch(1);
		while (!condition.call()) {
			assertThat(Instant.now()).isBefore(end);
			never.await(20, TimeUnit.MILLISECONDS);
		}
	}

}
