package io.github.openairun.samples.quickstart;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
import io.github.openairun.RunResult;
import io.github.openairun.RunUsage;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;

/**
 * Prints a run as it happens.
 */
class ConsoleListener implements RunListener {

	@Override
	public void statusChanged(Run run) {
		print("status", run.statusText() + " (" + run.id() + ")");
	}

	@Override
	public void toolCallStarted(Run run, ToolCall call) {
		print("call", call.name() + " " + call.arguments());
	}

	@Override
	public void toolCallFinished(Run run, ToolCall call, ToolOutput output, ToolOutcome outcome) {
		print("output", call.name() + " " + output.output());
	}

	@Override
	public void ended(RunResult result) {
		RunUsage usage = result.usage();
		if (usage != null) {
			print("usage", usage.promptTokens() + " tokens read, " + usage.completionTokens() + " written");
		}
	}

	void print(String label, String text) {
		System.out.printf("%-7s %s%n", label, text);
	}

}
