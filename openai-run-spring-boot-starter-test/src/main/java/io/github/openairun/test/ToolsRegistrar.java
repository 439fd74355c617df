package io.github.openairun.test;

import java.util.Comparator;
import java.util.Set;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;

/**
 * Registers classes as beans of which there is none yet, once all configurations have
 * been read.
 */
class ToolsRegistrar implements BeanDefinitionRegistryPostProcessor {

	private final Set<Class<?>> tools;

	ToolsRegistrar(Set<Class<?>> tools) {
		this.tools = tools;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		if (registry instanceof ConfigurableListableBeanFactory beanFactory) {
			AnnotatedBeanDefinitionReader reader = new AnnotatedBeanDefinitionReader(registry);
			this.tools.stream()
				.sorted(Comparator.comparing(Class::getName))
				.filter((type) -> beanFactory.getBeanNamesForType(type, true, false).length == 0)
				.forEach(reader::registerBean);
		}
	}

}
