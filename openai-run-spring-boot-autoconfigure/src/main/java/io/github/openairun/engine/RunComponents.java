package io.github.openairun.engine;

import java.time.Clock;
import java.util.List;

import io.github.openairun.RunLimits;
import io.github.openairun.RunListener;
import io.github.openairun.tool.StructuredOutputs;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;
import io.github.openairun.tool.ToolResultConverter;
import io.github.openairun.wire.RunGateway;

/**
 * What a {@link RunTemplate} works with.
 */
record RunComponents(RunGateway gateway, AssistantCatalog assistants, Tools tools, Policies policies,
		List<RunListener> listeners) {

	RunComponents {
		listeners = List.copyOf(listeners);
	}

	RunComponents withGateway(RunGateway gateway) {
		return new RunComponents(gateway, this.assistants, this.tools, this.policies, this.listeners);
	}

	record Tools(ToolRegistry registry, ToolExecutor executor, ToolResultConverter resultConverter,
			StructuredOutputs structuredOutputs) {
	}

	record Policies(RunLimits limits, PollPolicy polling, BusyThreadPolicy busyThread, Clock clock,
			boolean toolsOnServer) {
	}

}
