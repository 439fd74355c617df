package io.github.openairun.samples.durable;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

import io.github.openairun.RunResult;
import io.github.openairun.jdbc.DurableRun;
import io.github.openairun.jdbc.DurableRunEvent;
import io.github.openairun.jdbc.DurableRunListener;

/**
 * Stores the replies, on whatever node a run ends.
 */
@Component
class Replies implements DurableRunListener {

	private final Complaints complaints;

	private final BlockingQueue<Long> answered = new LinkedBlockingQueue<>();

	Replies(Complaints complaints) {
		this.complaints = complaints;
	}

	@Override
	public void ended(DurableRun run, RunResult result) {
		store(run, result.text());
	}

	@Override
	public void failed(DurableRun run) {
		store(run, "The run failed: " + run.failure());
	}

	@TransactionalEventListener
	void committed(DurableRunEvent event) {
		this.answered.add(complaint(event.run()));
	}

	boolean await(long complaint, Duration timeout) throws InterruptedException {
		Long next = this.answered.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		while (next != null && next != complaint) {
			next = this.answered.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
		}
		return next != null;
	}

	private void store(DurableRun run, String reply) {
		Console.print("listener", "run " + run.state());
		this.complaints.reply(complaint(run), reply);
	}

	private static long complaint(DurableRun run) {
		return Long.parseLong(run.context().get("complaint"));
	}

}
