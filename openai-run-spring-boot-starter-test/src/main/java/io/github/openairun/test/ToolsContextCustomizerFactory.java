package io.github.openairun.test;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Makes beans of the classes that {@link OpenAiRunTest#tools()} names.
 */
class ToolsContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public @Nullable ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		OpenAiRunTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass, OpenAiRunTest.class);
		return (annotation != null && annotation.tools().length > 0) ? new Customizer(Set.of(annotation.tools()))
				: null;
	}

	/**
	 * One for the same classes is equal, so that tests share a context.
	 */
	record Customizer(Set<Class<?>> tools) implements ContextCustomizer {

		@Override
		public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
			if (context.getBeanFactory() instanceof BeanDefinitionRegistry registry) {
				registry.registerBeanDefinition(ToolsRegistrar.class.getName(),
						BeanDefinitionBuilder
							.genericBeanDefinition(ToolsRegistrar.class, () -> new ToolsRegistrar(this.tools))
							.getBeanDefinition());
				registry.registerBeanDefinition(MethodSecurityCheck.class.getName(),
						BeanDefinitionBuilder
							.genericBeanDefinition(MethodSecurityCheck.class,
									() -> new MethodSecurityCheck(context.getBeanFactory()))
							.getBeanDefinition());
			}
		}

	}

}
