package io.github.openairun.autoconfigure;

import tools.jackson.databind.module.SimpleModule;

import io.github.openairun.jdbc.DurableRun;

/**
 * Lets controllers return durable runs. The context of the request is not written,
 * because it is not for browsers.
 */
final class DurableRunJsonModule extends SimpleModule {

	private static final long serialVersionUID = 1;

	DurableRunJsonModule() {
		super("openai-durable-run");
		addSerializer(DurableRun.class,
				new PropertySerializer<DurableRun>().with("id", DurableRun::id)
					.with("key", DurableRun::key)
					.with("tag", DurableRun::tag)
					.with("state", DurableRun::state)
					.with("assistant", DurableRun::assistant)
					.with("runId", DurableRun::runId)
					.with("threadId", DurableRun::threadId)
					.with("runStatus", DurableRun::runStatus)
					.with("node", DurableRun::node)
					.with("attempts", DurableRun::attempts)
					.with("cancelRequested", DurableRun::cancelRequested)
					.with("priority", DurableRun::priority)
					.with("createdAt", DurableRun::createdAt)
					.with("dueAt", DurableRun::dueAt)
					.with("deadline", DurableRun::deadline)
					.with("updatedAt", DurableRun::updatedAt)
					.with("endedAt", DurableRun::endedAt)
					.with("failureType", DurableRun::failureType)
					.with("failure", DurableRun::failure)
					.with("metadata", DurableRun::metadata)
					.with("result", DurableRun::result));
	}

}
