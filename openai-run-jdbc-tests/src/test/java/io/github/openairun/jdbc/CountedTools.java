package io.github.openairun.jdbc;

import org.springframework.jdbc.core.JdbcOperations;

import io.github.openairun.Delivery;
import io.github.openairun.RunResult;
import io.github.openairun.ToolHandler;

/**
 * Handlers of each delivery, and a listener, that leave a row for each of their calls.
 */
class CountedTools implements DurableRunListener {

	/** The tables of the rows. */
	static final String TABLES = "create table counted (what varchar(20), number varchar(100))";

	private final JdbcOperations jdbc;

	CountedTools(JdbcOperations jdbc) {
		this.jdbc = jdbc;
	}

	static String[] properties(String wire) {
		return new String[] { "openai.run.wire=" + wire, "openai.run.assistants.support.id=asst_support",
				"openai.max-retries=1" };
	}

	@ToolHandler(description = "Sends a letter")
	String send(String number) {
		count("send", number);
		return "sent " + number;
	}

	@ToolHandler(description = "Looks something up", delivery = Delivery.AT_LEAST_ONCE)
	String lookUp(String number) {
		count("lookUp", number);
		return "found " + number;
	}

	@ToolHandler(description = "Books an amount", delivery = Delivery.EXACTLY_ONCE)
	String book(String number) {
		count("book", number);
		return "booked " + number;
	}

	@Override
	public void ended(DurableRun run, RunResult result) {
		count("ended", run.id());
	}

	@Override
	public void failed(DurableRun run) {
		count("failed", run.id());
	}

	private void count(String what, String number) {
		this.jdbc.update("insert into counted (what, number) values (?, ?)", what, number);
	}

}
