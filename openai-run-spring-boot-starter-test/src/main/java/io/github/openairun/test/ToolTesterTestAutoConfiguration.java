package io.github.openairun.test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import io.github.openairun.autoconfigure.OpenAiRunAutoConfiguration;
import io.github.openairun.tool.ToolExecutor;
import io.github.openairun.tool.ToolRegistry;

/**
 * {@link AutoConfiguration Auto-configuration} for a {@link ToolTester}.
 */
@AutoConfiguration(after = OpenAiRunAutoConfiguration.class)
@ConditionalOnBean({ ToolRegistry.class, ToolExecutor.class })
final class ToolTesterTestAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	ToolTester toolTester(ToolRegistry registry, ToolExecutor executor) {
		return new ToolTester(registry, executor);
	}

}
