package io.github.openairun.benchmarks.call;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolService;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.method.MethodToolCallback;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

import io.github.openairun.Run;
import io.github.openairun.ToolCall;
import io.github.openairun.tool.ContextPropagator;
import io.github.openairun.tool.RoundContext;
import io.github.openairun.tool.ToolBatch;
import io.github.openairun.tool.ToolExecutor;

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

	/**
	 * This library: each call is a round of a run, executed as the engine executes it, on
	 * a thread of the handlers and with the default timeout.
	 */
	OPENAI_RUN {

		@Override
		Answer prepare(ApplicationContext context, Row row) {
			ToolExecutor executor = context.getBean(ToolExecutor.class);
			Run run = Run.builder("run_1", "thread_1").build();
			List<ToolCall> calls = List.of(new ToolCall("call_1", row.tool(), row.arguments()));
			Set<String> offered = Set.of("temperature", "placeOrder", "opening");
			ContextPropagator.Snapshot threadContext = executor.capture();
			Instant deadline = Instant.now().plus(Duration.ofDays(1));
			AtomicInteger outputs = new AtomicInteger();
			return () -> {
				RoundContext round = RoundContext.builder().deadline(deadline).threadContext(threadContext).build();
				ToolBatch batch = new ToolBatch(run, calls, offered, round,
						(call, output, outcome) -> outputs.incrementAndGet());
				return executor.execute(batch).join().get(0).output();
			};
		}

	},

	/** Spring AI: its manager of tool calls at its defaults. */
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
			DefaultToolCallingManager manager = DefaultToolCallingManager.builder().build();
			Prompt prompt = new Prompt("Hello", ToolCallingChatOptions.builder().toolCallbacks(callback).build());
			ChatResponse response = new ChatResponse(List.of(new Generation(AssistantMessage.builder()
				.content("")
				.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", row.tool(), row.arguments())))
				.build())));
			return () -> {
				List<Message> history = manager.executeToolCalls(prompt, response).conversationHistory();
				return ((ToolResponseMessage) history.get(history.size() - 1)).getResponses().get(0).responseData();
			};
		}

	},

	/** LangChain4j: the tool service of its AI services at its defaults. */
	LANGCHAIN4J {

		@Override
		Answer prepare(ApplicationContext context, Row row) {
			ToolService service = new ToolService();
			service.tools(Map.of(ToolSpecification.builder().name(row.tool()).build(),
					new DefaultToolExecutor(context.getBean(Handlers.class), method(row))));
			ToolExecutionRequest request = ToolExecutionRequest.builder()
				.id("call_1")
				.name(row.tool())
				.arguments(row.arguments())
				.build();
			InvocationContext invocation = InvocationContext.builder().chatMemoryId("thread_1").build();
			return () -> service.executeTool(invocation, service.toolExecutors(), request, null, null).resultText();
		}

	};

	/**
	 * Prepare to answer the call of a row.
	 * @param context the application with the handlers
	 * @param row the row
	 * @return answers the call each time it is invoked
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
