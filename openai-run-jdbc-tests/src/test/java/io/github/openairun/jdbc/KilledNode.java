package io.github.openairun.jdbc;

import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A node in a process of its own, which lives until it is killed.
 */
final class KilledNode {

	private KilledNode() {
	}

	/**
	 * Start the node.
	 * @param args its name, the kind, the URL and the user of the database, the URL of
	 * the server, and the wire
	 */
	public static void main(String[] args) throws InterruptedException {
		Database database = new Database(Database.Kind.valueOf(args[1]), args[2], args[3]);
		Node node = new Node(args[0], database, args[4],
				(context) -> context.registerBean(CountedTools.class,
						() -> new CountedTools(new JdbcTemplate(context.getBean(DataSource.class)))),
				CountedTools.properties(args[5]));
		new CountDownLatch(1).await();
		node.close();
	}

}
