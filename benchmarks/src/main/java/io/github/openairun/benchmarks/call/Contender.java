package io.github.openairun.benchmarks.call;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.method.MethodToolCallback;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolOutputListener;

/**
 * A way to answer a call.
 */
public enum Contender {

	/** What one would write by hand on Jackson's streaming parser. */
	FLOOR {

		@Override
		Answer prepare(ApplicationContext context, Row row) {
			Floor floor = new Floor(context.getBean(JsonMapper.class), context.getBean(Handlers.class));
			String arguments = row.arguments();
			return switch (row) {
				case TWO_ARGUMENTS -> () -> floor.temperature(arguments);
				case TWENTY_LINES -> () -> floor.placeOrder(arguments);
				case NO_ARGUMENTS -> () -> floor.opening(arguments);
			};
		}

	},

	/** This library: a batch of one call through the public executor. */
	OPENAI_RUN {

		@Override
		Answer prepare(ApplicationContext context, Row row) {
			ToolExecutor executor = context.getBean(ToolExecutor.class);
			ToolBatch batch = new ToolBatch(Run.builder("run_1", "thread_1").build(),
					List.of(new ToolCall("call_1", row.tool(), row.arguments())),
					Set.of("temperature", "placeOrder", "opening"), RoundContext.builder().build(),
					ToolOutputListener.NONE);
			return () -> executor.execute(batch).join().get(0).output();
		}

	},

	/** Spring AI's callback for a method. */
	SPRING_AI {

		@Override
		Answer prepare(ApplicationContext context, Row row) {
			MethodToolCallback callback = MethodToolCallback.builder()
				.toolDefinition(ToolDefinition.builder()
					.name(row.tool())
					.description(row.tool())
					.inputSchema("{\"type\":\"object\"}")
					.build())
				.toolMethod(method(row))
				.toolObject(context.getBean(Handlers.class))
				.build();
			String arguments = row.arguments();
			return () -> callback.call(arguments);
		}

	},

	/** LangChain4j's executor for a method. */
	LANGCHAIN4J {

		@Override
		Answer prepare(ApplicationContext context, Row row) {
			DefaultToolExecutor executor = new DefaultToolExecutor(context.getBean(Handlers.class), method(row));
			ToolExecutionRequest request = ToolExecutionRequest.builder()
				.id("call_1")
				.name(row.tool())
				.arguments(row.arguments())
				.build();
			return () -> executor.execute(request, "thread_1");
		}

	};

	/**
	 * Get ready to answer a row's call.
	 * @param context has the handlers, and what the library needs
	 * @param row the row
	 * @return answers the call, as often as it is asked to
	 */
	abstract Answer prepare(ApplicationContext context, Row row);

	private static Method method(Row row) {
		return Arrays.stream(Handlers.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(row.tool()))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * Answers a call.
	 */
	@FunctionalInterface
	interface Answer {

		String text();

	}

}
