package io.github.openairun.jdbc.docs;

import org.springframework.stereotype.Component;

import io.github.openairun.RunResult;
import io.github.openairun.jdbc.DurableRun;
import io.github.openairun.jdbc.DurableRunListener;

/**
 * Keeps the answers.
 */
@Component
class Replies implements DurableRunListener {

	private final Complaints complaints;

	Replies(Complaints complaints) {
		this.complaints = complaints;
	}

	@Override
	public void ended(DurableRun run, RunResult result) {
		this.complaints.reply(run.metadata().get("complaint"), result.text());
	}

}
