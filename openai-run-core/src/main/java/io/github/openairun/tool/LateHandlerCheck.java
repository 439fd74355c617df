package io.github.openairun.tool;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ClassUtils;

/**
 * Warns of handlers in beans that are created after the tools were registered and whose
 * {@code @Bean} method declares a type without these handlers.
 */
final class LateHandlerCheck implements BeanPostProcessor {

	private static final Log logger = LogFactory.getLog(LateHandlerCheck.class);

	/** The beans that did not exist when the tools were registered. */
	private final Set<String> unchecked = ConcurrentHashMap.newKeySet();

	private final Set<String> registered;

	private final Function<Class<?>, Set<String>> toolNames;

	/**
	 * Create a check.
	 * @param unchecked the names of beans that do not exist yet
	 * @param registered the names of the registered tools
	 * @param toolNames returns the names of the tools that a class handles
	 */
	LateHandlerCheck(List<String> unchecked, Set<String> registered, Function<Class<?>, Set<String>> toolNames) {
		this.unchecked.addAll(unchecked);
		this.registered = Set.copyOf(registered);
		this.toolNames = toolNames;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (this.unchecked.remove(beanName)) {
			Class<?> type = ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean));
			Set<String> missing = new TreeSet<>(this.toolNames.apply(type));
			missing.removeAll(this.registered);
			if (!missing.isEmpty()) {
				logger.warn("No run can call the tools " + missing + " of bean '" + beanName + "': the bean was "
						+ "created after the tools were registered, and its declared type does not show its class "
						+ type.getName() + ". Declare that class as the return type of the @Bean method, or "
						+ "annotate the method with @Lazy(false)");
			}
		}
		return bean;
	}

}
