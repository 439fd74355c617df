package io.github.openairun.tool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.ManualTaskScheduler;
import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.ToolDefinition;
import io.github.openairun.ToolOutput;

/**
 * An application context with tool handlers and what an application would call them by.
 */
final class ToolContextFixture implements AutoCloseable {

	static final Run RUN = Run.builder("run_1", "thread_1")
		.assistant("support")
		.metadata(Map.of("tenant", "acme"))
		.build();

	static final Instant NOW = ManualTaskScheduler.START;

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ToolHandlerRegistrar registrar = new ToolHandlerRegistrar();

	private ToolErrorHandler errorHandler = (context, error) -> ToolErrorDecision.defaults();

	private ToolResultConverter converter = ToolResultConverter.json(this.mapper);

	private final AtomicInteger references = new AtomicInteger();

	private final List<DefaultToolExecutor> executors = new ArrayList<>();

	private Consumer<ToolExecutorBuilder> customizer = (builder) -> {
	};

	/** Start a context that has the given beans. */
	static ToolContextFixture of(Class<?>... beans) {
		ToolContextFixture fixture = new ToolContextFixture();
		if (beans.length > 0) {
			fixture.context.register(beans);
		}
		return fixture.start();
	}

	GenericApplicationContext context() {
		return this.context;
	}

	ToolContextFixture errorHandler(ToolErrorHandler errorHandler) {
		this.errorHandler = errorHandler;
		return this;
	}

	ToolContextFixture converter(ToolResultConverter converter) {
		this.converter = converter;
		return this;
	}

	ToolContextFixture customize(Consumer<ToolExecutorBuilder> customizer) {
		this.customizer = customizer;
		return this;
	}

	ToolContextFixture start() {
		this.context.registerBean(ToolHandlerRegistrar.class, () -> this.registrar);
		this.context.refresh();
		return this;
	}

	ToolRegistry registry() {
		return this.registrar.registry();
	}

	List<String> names() {
		return registry().definitions().stream().map(ToolDefinition::name).toList();
	}

	ToolExecutor executor() {
		ToolExecutorBuilder builder = new ToolExecutorBuilder(this.registrar, this.converter)
			.errorHandler(this.errorHandler)
			.contextPropagators(ContextPropagator.standard())
			.scheduler(new ManualTaskScheduler())
			.references(() -> "ref-" + this.references.incrementAndGet());
		this.customizer.accept(builder);
		DefaultToolExecutor executor = (DefaultToolExecutor) builder.build();
		this.executors.add(executor);
		return executor;
	}

	/** Call one tool, which is offered. */
	String call(String name, String arguments) {
		return call(name, arguments, RoundContext.builder());
	}

	/** Call one tool within a drive of which something is known. */
	String call(String name, String arguments, RoundContext.Builder context) {
		List<ToolCall> calls = List.of(new ToolCall("call_1", name, arguments));
		ToolExecutor executor = executor();
		return execute(executor, new ToolBatch(RUN, calls, names(), context.threadContext(executor.capture()).build(),
				ToolOutputListener.NONE))
			.get(0)
			.output();
	}

	/** Call tools without arguments, all of which are offered. */
	List<ToolOutput> callAll(ToolOutputListener listener, String... names) {
		List<ToolCall> calls = new ArrayList<>();
		for (String name : names) {
			calls.add(new ToolCall("call_" + (calls.size() + 1), name, "{}"));
		}
		return execute(executor(), new ToolBatch(RUN, calls, names(), RoundContext.builder().build(), listener));
	}

	/** Execute a batch and wait for the outputs. */
	static List<ToolOutput> execute(ToolExecutor executor, ToolBatch batch) {
		try {
			return executor.execute(batch).orTimeout(20, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw ex;
		}
	}

	@Override
	public void close() {
		this.executors.forEach(DefaultToolExecutor::close);
		this.context.close();
	}

}
