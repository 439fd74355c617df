package io.github.openairun.jdbc;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import io.github.openairun.Delivery;
import io.github.openairun.RunResult;
import io.github.openairun.ToolHandler;

/**
 * A node in a process of its own, which {@link KilledNodesTests} kills.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(KilledNode.Tools.class)
class KilledNode {

	/**
	 * Start a node.
	 * @param arguments properties of the application
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(KilledNode.class, arguments);
	}

	/** Handlers that write down that they were called, and take their time. */
	static class Tools implements DurableRunListener {

		private final JdbcTemplate jdbc;

		Tools(JdbcTemplate jdbc) {
			this.jdbc = jdbc;
		}

		@ToolHandler(description = "Looks an order up")
		String lookUp(String order) throws InterruptedException {
			return work("lookUp", order);
		}

		@ToolHandler(description = "Notifies a customer", delivery = Delivery.AT_LEAST_ONCE)
		String notifyCustomer(String order) throws InterruptedException {
			return work("notifyCustomer", order);
		}

		@ToolHandler(description = "Charges a customer", delivery = Delivery.EXACTLY_ONCE)
		String charge(String order) throws InterruptedException {
			return work("charge", order);
		}

		private String work(String tool, String order) throws InterruptedException {
			this.jdbc.update("insert into effects (tool, order_id) values (?, ?)", tool, order);
			new CountDownLatch(1).await(ThreadLocalRandom.current().nextInt(20, 300), TimeUnit.MILLISECONDS);
			return tool + " " + order;
		}

		@Override
		public void ended(DurableRun run, RunResult result) {
			this.jdbc.update("insert into heard (run_id, status) values (?, ?)", run.id(), result.run().statusText());
		}

	}

}
