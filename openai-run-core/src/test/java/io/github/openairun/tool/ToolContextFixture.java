package io.github.openairun.tool;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Run;
import io.github.openairun.RunListener;
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

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	static final RunListener NO_LISTENER = new RunListener() {
	};

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ToolHandlerRegistrar registrar = new ToolHandlerRegistrar();

	private ToolErrorHandler errorHandler = (call, error) -> ToolErrorDecision.defaults();

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
			.contextCarriers(ContextCarrier.standard())
			.clock(Clock.fixed(NOW, ZoneOffset.UTC))
			.references(() -> "ref-" + this.references.incrementAndGet());
		this.customizer.accept(builder);
		DefaultToolExecutor executor = (DefaultToolExecutor) builder.build();
		this.executors.add(executor);
		return executor;
	}

	/** Call one tool, which is offered. */
	String call(String name, String arguments) {
		return call(name, arguments, new ToolBatch.Situation(1, null, Map.of()));
	}

	/** Call one tool within a drive of which something is known. */
	String call(String name, String arguments, ToolBatch.Situation situation) {
		List<ToolCall> calls = List.of(new ToolCall("call_1", name, arguments));
		ToolExecutor executor = executor();
		ToolBatch.Situation here = new ToolBatch.Situation(situation.round(), situation.deadline(),
				situation.attributes(), executor.capture(), situation.restrictions());
		return executor.execute(new ToolBatch(RUN, calls, names(), NO_LISTENER, here)).get(0).output();
	}

	/** Call tools without arguments, all of which are offered. */
	List<ToolOutput> callAll(RunListener listener, String... names) {
		List<ToolCall> calls = new ArrayList<>();
		for (String name : names) {
			calls.add(new ToolCall("call_" + (calls.size() + 1), name, "{}"));
		}
		return executor().execute(new ToolBatch(RUN, calls, names(), listener));
	}

	@Override
	public void close() {
		this.executors.forEach(DefaultToolExecutor::close);
		this.context.close();
	}

}
