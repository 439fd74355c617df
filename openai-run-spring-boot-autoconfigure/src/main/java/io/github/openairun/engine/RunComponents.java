package io.github.openairun.engine;

import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

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
record RunComponents(RunGateway gateway, AssistantCatalog assistants, Tools tools, Policies policies, Driving driving) {

	RunComponents withGateway(RunGateway gateway) {
		return new RunComponents(gateway, this.assistants, this.tools, this.policies, this.driving);
	}

	record Tools(ToolRegistry registry, ToolExecutor executor, ToolResultConverter resultConverter,
			StructuredOutputs structuredOutputs) {
	}

	record Policies(RunLimits limits, PollPolicy polling, BusyThreadPolicy busyThread, Clock clock,
			boolean toolsOnServer) {
	}

	/**
	 * How runs are driven.
	 *
	 * @param engine drives them
	 * @param streaming whether they are streamed
	 * @param listeners follow every run
	 * @param nonces makes ids by which runs are found again
	 */
	record Driving(RunEngine engine, StreamingMode streaming, List<RunListener> listeners, Supplier<String> nonces) {

		Driving {
			listeners = List.copyOf(listeners);
		}

	}

}
