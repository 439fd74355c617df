package io.github.openairun.test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.AssertProvider;
import org.springframework.util.Assert;

import io.github.openairun.Run;
import io.github.openairun.RunStatus;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutcome;
import io.github.openairun.ToolOutput;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;

/**
 * Calls tool handlers as a run would, without a run: with the same binding, validation,
 * timeout, interceptors, error mapping and limits. Instances are immutable.
 *
 * @since 0.1.0
 */
public final class ToolTester implements AssertProvider<ToolTesterAssert> {

	private final ToolRegistry registry;

	private final ToolExecutor executor;

	private final Map<String, Object> attributes;

	/**
	 * Create a tester.
	 * @param registry knows the tools
	 * @param executor calls them
	 */
	public ToolTester(ToolRegistry registry, ToolExecutor executor) {
		this(registry, executor, Map.of());
	}

	private ToolTester(ToolRegistry registry, ToolExecutor executor, Map<String, Object> attributes) {
		Assert.notNull(registry, "'registry' must not be null");
		Assert.notNull(executor, "'executor' must not be null");
		this.registry = registry;
		this.executor = executor;
		this.attributes = attributes;
	}

	/**
	 * Pass a value to the handlers, as the context of a request does.
	 * @param name the attribute's name
	 * @param value the value
	 * @return a tester that passes the value
	 */
	public ToolTester with(String name, Object value) {
		Map<String, Object> attributes = new HashMap<>(this.attributes);
		attributes.put(name, value);
		return new ToolTester(this.registry, this.executor, Map.copyOf(attributes));
	}

	/**
	 * Call a tool.
	 * @param tool its name, known or not
	 * @param arguments the arguments as a model writes them, JSON or not
	 * @return the outcome of the call
	 * @throws io.github.openairun.ToolCallFailedException if the application's error
	 * handler stops the run
	 */
	public ToolTestResult call(String tool, String arguments) {
		ToolCall call = new ToolCall("call_test", tool, arguments);
		Run run = Run.builder("run_test", "thread_test").status(RunStatus.REQUIRES_ACTION).build();
		AtomicReference<ToolOutcome> outcome = new AtomicReference<>(ToolOutcome.FAILED);
		RoundContext context = RoundContext.builder()
			.attributes(this.attributes)
			.threadContext(this.executor.capture())
			.build();
		List<ToolOutput> outputs = outputs(this.executor
			.execute(new ToolBatch(run, List.of(call), names(), context, (answered, output, how) -> outcome.set(how))));
		return new ToolTestResult(tool, arguments, outputs.get(0).output(), outcome.get(), this.registry.find(tool));
	}

	private static List<ToolOutput> outputs(CompletableFuture<List<ToolOutput>> future) {
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			Thread.currentThread().interrupt();
			throw new IllegalStateException("The thread was interrupted while it waited for the tool", ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	/**
	 * Return the tools as models receive them.
	 * @return the definitions in the order of their names
	 */
	public List<ToolDefinition> definitions() {
		return this.registry.definitions();
	}

	private List<String> names() {
		return definitions().stream().map(ToolDefinition::name).toList();
	}

	/**
	 * Lets {@code assertThat(toolTester)} verify the definitions.
	 * @deprecated in favour of AssertJ's {@code assertThat}
	 */
	@Override
	@Deprecated
	public ToolTesterAssert assertThat() {
		return new ToolTesterAssert(this);
	}

}
