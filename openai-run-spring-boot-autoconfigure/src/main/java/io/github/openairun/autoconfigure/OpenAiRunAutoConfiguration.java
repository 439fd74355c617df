package io.github.openairun.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JacksonModule;

/**
 * {@link AutoConfiguration Auto-configuration} for runs: the connection to the server,
 * the tools, the wire and the operations, in this order.
 * <p>
 * It precedes Spring Boot's auto-configuration of HTTP clients so that
 * {@link RequestFactoryConfiguration} sees the application's own beans only, and follows
 * that of schedulers so that {@link TaskSchedulerConfiguration} sees Spring Boot's.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = ImperativeHttpClientAutoConfiguration.class, after = TaskSchedulingAutoConfiguration.class)
@ConditionalOnClass(RestClient.class)
@ConditionalOnBooleanProperty(name = "openai.run.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ OpenAiProperties.class, OpenAiRunProperties.class })
@Import({ TaskSchedulerConfiguration.class, RequestFactoryConfiguration.class, ConnectionConfiguration.class,
		ToolConfiguration.class, WireConfiguration.class, ApprovalConfiguration.class, RunConfiguration.class })
public final class OpenAiRunAutoConfiguration {

	/** Jackson's auto-configuration adds the module to the mappers of the application. */
	@Bean
	@ConditionalOnMissingBean(name = "openAiRunJacksonModule")
	JacksonModule openAiRunJacksonModule() {
		return new RunJsonModule();
	}

	/** The name of the bean that provides the threads of tool calls. */
	static final String TOOL_TASK_EXECUTOR = "openAiToolTaskExecutor";

	static final String NESTED_TOOL_TASK_EXECUTOR = "openAiNestedToolTaskExecutor";

	/** The name of the bean that runs all delayed work of the library. */
	static final String TASK_SCHEDULER = "openAiRunTaskScheduler";

}
